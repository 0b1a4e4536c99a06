using System.Buffers;
using System.Numerics.Tensors;
using Singularity.Embeddings;

namespace Singularity.Registry.Search.Index;

/// <summary>One search: candidates by keyword, by vector and by like words, then all of them by the weighted sum of <see cref="IndexOptions"/>.</summary>
internal sealed class Ranking : IDisposable
{
    private readonly IndexState _state;
    private readonly IndexQuery _query;
    private readonly string _text;
    private readonly List<QueryWord> _words;
    private readonly WordNeighbours? _neighbours;
    private readonly float[] _keyword;
    private readonly float[] _vector;
    private readonly Candidates _candidates;
    private readonly Dictionary<int, TextWord> _known = [];
    private readonly float _bestKeyword;

    public Ranking(IndexState state, StaticEncoder? encoder, IndexQuery query)
    {
        (_state, _query) = (state, query);
        _text = query.Text.Length > IndexQuery.MostCharacters ? query.Text[..IndexQuery.MostCharacters] : query.Text;
        _words = QueryWord.Read(_text, state);
        _candidates = new Candidates(state, query.Accepts);
        (_keyword, _vector) = (Rent(), Rent());
        if (query.Mode != IndexMode.Semantic || encoder is null)
        {
            KeywordScores.Add(state, _words, Scores(_keyword));
            _candidates.Nominate(Scores(_keyword));
            _bestKeyword = state.Count == 0 ? 0 : TensorPrimitives.Max(Scores(_keyword));
        }

        if (query.Mode != IndexMode.Keyword && state.TryReadVector(query, _text, out var vector))
        {
            state.Vectors!.Dot(new RowDot(vector.Span), Scores(_vector));
            _candidates.Nominate(Scores(_vector));
        }

        if (query.Mode == IndexMode.Hybrid && encoder is not null && _words.Count > 0)
        {
            _neighbours = new WordNeighbours(state.Space!, _words);
            var cover = Rent();
            SoftMatch.Add(state, _neighbours, Scores(cover));
            _candidates.Nominate(Scores(cover));
            ArrayPool<float>.Shared.Return(cover);
        }
    }

    /// <summary>The hits, best first.</summary>
    public List<IndexHit> Best()
    {
        var named = NameMatches.Find(_state, _text);
        _candidates.Add(named.Keys);
        return
        [
            .. _candidates.Slots
                .Select(slot => (Entry: _state.Entries[slot]!, Hit: Hit(slot, _state.Entries[slot]!, named.GetValueOrDefault(slot))))
                .OrderByDescending(static hit => hit.Hit.Name == NameMatch.Exact).ThenByDescending(static hit => hit.Hit.Score)
                .ThenBy(static hit => hit.Hit.Document.Id, StringComparer.Ordinal)
                .Take(_query.Limit)
                .Select(hit => hit.Hit with { Terms = MatchedTerms.Of(_words, hit.Entry) }),
        ];
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_keyword);
        ArrayPool<float>.Shared.Return(_vector);
    }

    private float[] Rent()
    {
        var scores = ArrayPool<float>.Shared.Rent(_state.Entries.Length);
        Scores(scores).Clear();
        return scores;
    }

    private Span<float> Scores(float[] rented) => rented.AsSpan(0, _state.Entries.Length);

    private IndexHit Hit(int slot, Entry entry, NameMatch name)
    {
        var options = _state.Options;
        var (cover, focus) = _neighbours is null ? default : Compare(_neighbours, entry);
        var scores = new HitScores(
            _bestKeyword > 0 ? _keyword[slot] / _bestKeyword : 0, _vector[slot], cover, focus, _state.Facts[slot].Popularity,
            HitSum.Penalty(options, entry.Document.Facts?.Deprecated == true, name));
        var sum = HitSum.Of(options, scores, name == NameMatch.Prefix ? (float)_text.Trim().Length / entry.Document.Name.Length : 0);
        return new IndexHit(entry.Document, sum, name, scores, []);
    }

    private (float Cover, float Focus) Compare(WordNeighbours neighbours, Entry entry)
    {
        var core = entry.Core;
        var anchors = entry.Anchors;
        Span<TextWord> words = stackalloc TextWord[core.Length + anchors.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var number = i < core.Length ? core[i] : anchors[i - core.Length];
            words[i] = TextWordOf(neighbours, number);
        }

        return SoftMatch.Compare(neighbours, words[..core.Length], words[core.Length..]);
    }

    // Candidates have many words in common.
    private TextWord TextWordOf(WordNeighbours neighbours, int number)
    {
        if (!_known.TryGetValue(number, out var word))
        {
            var term = _state.Terms[number]!;
            var asked = -1;
            for (var i = 0; i < neighbours.Words.Count && asked < 0; i++)
            {
                asked = ReferenceEquals(neighbours.Words[i].Term, term) ? i : -1;
            }

            _known.Add(number, word = new TextWord(term.Row, asked, _state.Idf(term.Own.Count)));
        }

        return word;
    }
}
