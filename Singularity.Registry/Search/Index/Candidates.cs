using System.Numerics;

namespace Singularity.Registry.Search.Index;

/// <summary>The documents that a ranking looks at more closely: the best by each way of finding, of those that the query accepts.</summary>
internal sealed class Candidates(IndexState state, Func<IndexDocument, bool>? accepts)
{
    private readonly HashSet<int> _slots = [];

    public IEnumerable<int> Slots => _slots;

    /// <summary>The documents with the best positive scores, popularity counted in. Lists of several parts of the documents can be made at once.</summary>
    /// <param name="scores">Of all documents.</param>
    /// <param name="from">The first slot that is looked at.</param>
    /// <param name="to">The first that is not any more.</param>
    public TopList Best(ReadOnlySpan<float> scores, int from, int to)
    {
        var best = new TopList(state.Options.Candidates);
        var popularities = state.Popularities[..scores.Length];
        var slot = from;

        // Most documents are passed over here, many at once.
        for (; slot <= to - Vector<float>.Count; slot += Vector<float>.Count)
        {
            if (Vector.GreaterThanAny(new Vector<float>(scores[slot..]) * new Vector<float>(popularities[slot..]), new Vector<float>(Floor(best))))
            {
                Offer(best, scores, popularities, slot, slot + Vector<float>.Count);
            }
        }

        Offer(best, scores, popularities, slot, to);
        return best;
    }

    /// <summary>Adds the best of the lists of one way of finding, each made of a part of the documents.</summary>
    public void Nominate(params ReadOnlySpan<TopList?> lists)
    {
        var best = new TopList(state.Options.Candidates);
        foreach (var list in lists)
        {
            foreach (var (slot, score) in list?.Scores ?? [])
            {
                best.Offer(slot, score);
            }
        }

        _slots.UnionWith(best.Slots);
    }

    public void Add(IEnumerable<int> slots) => _slots.UnionWith(slots.Where(Accepts));

    private static float Floor(TopList best) => Math.Max(0, best.Least);

    // The query's filter is asked while the list fills, so that one that few documents pass still finds those few.
    private void Offer(TopList best, ReadOnlySpan<float> scores, ReadOnlySpan<float> popularities, int from, int to)
    {
        for (var slot = from; slot < to; slot++)
        {
            var score = scores[slot] * popularities[slot];
            if (score > Floor(best) && Accepts(slot))
            {
                best.Offer(slot, score);
            }
        }
    }

    private bool Accepts(int slot) => accepts is null || accepts(state.Entries[slot]!.Document);
}
