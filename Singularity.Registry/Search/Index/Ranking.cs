using System.Buffers;
using System.Numerics.Tensors;
using Singularity.Embeddings;

namespace Singularity.Registry.Search.Index;

/// <summary>One search: candidates by keyword, by vector and by like words, then all of them by the weighted sum of <see cref="IndexOptions"/>.</summary>
internal sealed class Ranking : IDisposable
{
    /// <summary>The vectors of all documents are most of the work: cut in so many parts, it is spread over the processors with the rest.</summary>
    private const int VectorParts = 4;

    /// <summary>Fewer candidates than this are not worth two processors.</summary>
    private const int LeastParted = 128;

    private readonly IndexState _state;
    private readonly IndexQuery _query;
    private readonly int _count;
    private readonly string _text;
    private readonly List<QueryWord> _words;
    private readonly WordNeighbours? _neighbours;
    private readonly float[] _keyword;
    private readonly float[] _vector;
    private readonly Candidates _candidates;
    private readonly float _bestKeyword;

    public Ranking(IndexState state, StaticEncoder? encoder, IndexQuery query)
    {
        (_state, _query, _count) = (state, query, state.Entries.Length);
        _text = query.Text.Length > IndexQuery.MostCharacters ? query.Text[..IndexQuery.MostCharacters] : query.Text;
        _words = QueryWord.Read(_text, state);
        _candidates = new Candidates(state, query.Accepts);
        (_keyword, _vector) = (Rent(), Rent());
        TopList? byWord = null, byLikeWord = null;
        var byVector = new TopList?[VectorParts];
        WordNeighbours? neighbours = null;
        var ways = new List<Action>();
        if (query.Mode != IndexMode.Semantic || encoder is null)
        {
            ways.Add(() => byWord = FindByWord());
        }

        if (query.Mode == IndexMode.Hybrid && encoder is not null && _words.Count > 0)
        {
            ways.Add(() => byLikeWord = FindByLikeWord(neighbours = new WordNeighbours(state.Space!, _words)));
        }

        if (query.Mode != IndexMode.Keyword && state.TryReadVector(query, _text, out var vector))
        {
            var dot = new RowDot(vector.Span);
            ways.AddRange(Enumerable.Range(0, VectorParts).Select<int, Action>(part => () => byVector[part] = FindByVector(dot, part)));
        }

        Parallel.Invoke([.. ways]);
        _neighbours = neighbours;
        _candidates.Nominate(byWord);
        _candidates.Nominate(byLikeWord);
        _candidates.Nominate(byVector);
        _bestKeyword = byWord is null || _count == 0 ? 0 : TensorPrimitives.Max(Scores(_keyword));
    }

    /// <summary>The hits, best first.</summary>
    public List<IndexHit> Best()
    {
        var named = NameMatches.Find(_state, _text);
        _candidates.Add(named.Keys);
        var slots = _candidates.Slots.ToArray();
        var hits = new (int Slot, IndexHit Hit)[slots.Length];
        var parts = slots.Length < LeastParted ? 1 : 2;
        Parallel.For(0, parts, part =>
        {
            var words = _neighbours is null ? null : new TextWords(_state, _neighbours);
            for (var i = slots.Length * part / parts; i < slots.Length * (part + 1) / parts; i++)
            {
                hits[i] = (slots[i], Hit(slots[i], words, named.GetValueOrDefault(slots[i])));
            }
        });
        return
        [
            .. hits
                .OrderByDescending(static hit => hit.Hit.Name == NameMatch.Exact).ThenByDescending(static hit => hit.Hit.Score)
                .ThenBy(static hit => hit.Hit.Document.Id, StringComparer.Ordinal)
                .Take(_query.Limit)
                .Select(hit => hit.Hit with { Terms = MatchedTerms.Of(_words, _state.Entries[hit.Slot]!) }),
        ];
    }

    public void Dispose()
    {
        _neighbours?.Dispose();
        ArrayPool<float>.Shared.Return(_keyword);
        ArrayPool<float>.Shared.Return(_vector);
    }

    private float[] Rent()
    {
        var scores = ArrayPool<float>.Shared.Rent(_count);
        Scores(scores).Clear();
        return scores;
    }

    private Span<float> Scores(float[] rented) => rented.AsSpan(0, _count);

    private TopList FindByWord()
    {
        KeywordScores.Add(_state, _words, Scores(_keyword));
        return _candidates.Best(Scores(_keyword), 0, _count);
    }

    private TopList FindByLikeWord(WordNeighbours neighbours)
    {
        var scores = Rent();
        SoftMatch.Add(_state, neighbours, Scores(scores));
        var best = _candidates.Best(Scores(scores), 0, _count);
        ArrayPool<float>.Shared.Return(scores);
        return best;
    }

    private TopList FindByVector(RowDot query, int part)
    {
        var (from, to) = (VectorRows.Cut(_count, part, VectorParts), VectorRows.Cut(_count, part + 1, VectorParts));
        _state.Vectors!.Dot(query, Scores(_vector), from, to);
        return _candidates.Best(Scores(_vector), from, to);
    }

    private IndexHit Hit(int slot, TextWords? words, NameMatch name)
    {
        var options = _state.Options;
        var entry = _state.Entries[slot]!;
        var (cover, focus) = words?.Compare(entry) ?? default;
        var scores = new HitScores(
            _bestKeyword > 0 ? _keyword[slot] / _bestKeyword : 0, _vector[slot], cover, focus, _state.Facts[slot].Popularity,
            HitSum.Penalty(options, entry.Document.Facts?.Deprecated == true, name));
        var sum = HitSum.Of(options, scores, name == NameMatch.Prefix ? (float)_text.Trim().Length / entry.Document.Name.Length : 0);
        return new IndexHit(entry.Document, sum, name, scores, []);
    }
}
