using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Scores candidates of a database as the in-process index scores its own: the same fields, weights and sums.</summary>
/// <param name="middle">The field whose places have the weight B: of packages the parts of their names' compounds, of snippets the code.</param>
internal sealed class CandidateScorer(
    IndexOptions options, Corpus corpus, IReadOnlyList<QueryWord> words, WordNeighbours? neighbours, int middle = Fields.Segments)
{
    private readonly Dictionary<string, int> _words = Numbers(words);
    private readonly Dictionary<string, int> _asked = Numbers(neighbours?.Words ?? []);
    private readonly List<TextWord> _core = [];
    private readonly List<TextWord> _anchors = [];
    private readonly uint[] _counts = new uint[words.Count];
    private readonly bool[] _said = new bool[words.Count];

    /// <param name="terms">A tsvector as the server sends it: number of words, then of each the word, a zero byte, number of places, places (weight in the upper two bits).</param>
    /// <param name="body">Bits of the query's words that the body has.</param>
    public CandidateScore Score(ReadOnlySpan<byte> terms, long body, in SlotFacts facts)
    {
        _core.Clear();
        _anchors.Clear();
        _counts.AsSpan().Clear();
        _said.AsSpan().Clear();
        Read(terms);
        var keyword = 0f;
        var matched = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var counts = i < 63 && (body & (1L << i)) != 0 ? Fields.Increment(_counts[i], Fields.Body) : _counts[i];
            if (counts != 0 || _said[i])
            {
                keyword += corpus.Weights.Score(words[i].Idf, corpus.Weights.Own(counts, in facts), _said[i]);
                matched.Add(words[i].Text);
            }
        }

        var (cover, focus) = neighbours is null ? default : SoftMatch.Compare(neighbours, CollectionsMarshal.AsSpan(_core), CollectionsMarshal.AsSpan(_anchors));
        return new CandidateScore(keyword, cover, focus, matched);
    }

    /// <summary>The scores as they count, and their sum.</summary>
    /// <param name="best">The query's best keyword score.</param>
    /// <param name="nameShare">How much of the name the query is, or how like it is.</param>
    public (HitScores Scores, float Sum) Weigh(CandidateScore score, float best, float cosine, float popularity, bool deprecated, NameMatch name, float nameShare)
    {
        var scores = new HitScores(
            best > 0 ? score.Keyword / best : 0, cosine, score.Cover, score.Focus, popularity, HitSum.Penalty(options, deprecated, name));
        return (scores, HitSum.Of(options, scores, nameShare));
    }

    private void Read(ReadOnlySpan<byte> terms)
    {
        var asked = _asked.GetAlternateLookup<ReadOnlySpan<char>>();
        var numbers = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[(2 * TermReader.Longest) + 2];
        var left = BinaryPrimitives.ReadInt32BigEndian(terms);
        terms = terms[4..];
        for (; left > 0; left--)
        {
            var end = terms.IndexOf((byte)0);
            var places = BinaryPrimitives.ReadUInt16BigEndian(terms[(end + 1)..]);
            var (counts, said) = Count(terms.Slice(end + 3, 2 * places));
            if (Encoding.UTF8.TryGetChars(terms[..end], buffer, out var length))
            {
                ReadOnlySpan<char> term = buffer[..length];
                if (numbers.TryGetValue(term, out var number))
                {
                    (_counts[number], _said[number]) = (counts, said);
                }

                if (neighbours is not null && (said || Fields.IsCore(counts)))
                {
                    var known = corpus.Find(term);
                    var word = new TextWord(known.Row, asked.TryGetValue(term, out var which) ? which : -1, known.Idf);
                    (Fields.IsCore(counts) ? _core : _anchors).Add(word);
                }
            }

            terms = terms[(end + 3 + (2 * places))..];
        }
    }

    private (uint Counts, bool Said) Count(ReadOnlySpan<byte> places)
    {
        var (counts, said) = (0u, false);
        for (var i = 0; i < places.Length; i += 2)
        {
            switch (places[i] >> 6)
            {
                case 3:
                    counts = Fields.Increment(counts, Fields.Name);
                    break;
                // Of a body it counts that a word is there, not how often.
                case 2 when middle != Fields.Body || Fields.Count(counts, Fields.Body) == 0:
                    counts = Fields.Increment(counts, middle);
                    break;
                case 2:
                    break;
                case 1:
                    counts = Fields.Increment(counts, Fields.Summary);
                    break;
                default:
                    said = true;
                    break;
            }
        }

        return (counts, said);
    }

    private static Dictionary<string, int> Numbers(IReadOnlyList<QueryWord> words) =>
        words.Select(static (word, number) => (word.Text, number)).ToDictionary(static w => w.Text, static w => w.number, StringComparer.Ordinal);
}

/// <summary>What a candidate's words say, before it is compared with the others.</summary>
/// <param name="Terms">The query's words that it has, or that others say of it.</param>
internal sealed record CandidateScore(float Keyword, float Cover, float Focus, IReadOnlyList<string> Terms);
