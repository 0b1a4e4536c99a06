namespace Singularity.Registry.Search.Index;

/// <summary>The documents that a ranking looks at more closely: the best by each way of finding, of those that the query accepts.</summary>
internal sealed class Candidates(IndexState state, Func<IndexDocument, bool>? accepts)
{
    private readonly HashSet<int> _slots = [];
    private readonly Dictionary<int, bool> _asked = [];

    public IEnumerable<int> Slots => _slots;

    /// <summary>Adds the documents with the best positive scores, popularity counted in.</summary>
    public void Nominate(ReadOnlySpan<float> scores)
    {
        var best = new TopList(state.Options.Candidates);
        var facts = state.Facts;
        var floor = 0f;
        for (var slot = 0; slot < scores.Length; slot++)
        {
            // Most documents are passed over here, without a look at their facts.
            if (scores[slot] <= floor)
            {
                continue;
            }

            var score = scores[slot] * facts[slot].Popularity;
            if (score > best.Least && Accepts(slot))
            {
                best.Offer(slot, score);
                floor = Math.Max(0, best.Least / state.MostPopularity);
            }
        }

        _slots.UnionWith(best.Slots);
    }

    public void Add(IEnumerable<int> slots) => _slots.UnionWith(slots.Where(Accepts));

    // Asked while the list fills, so that a filter that few documents pass still finds those few.
    private bool Accepts(int slot)
    {
        if (accepts is null)
        {
            return true;
        }

        if (!_asked.TryGetValue(slot, out var accepted))
        {
            _asked.Add(slot, accepted = accepts(state.Entries[slot]!.Document));
        }

        return accepted;
    }
}
