namespace Singularity.Registry.Search.Index;

/// <summary>The best so many of many; of equal scores the lower slot.</summary>
internal sealed class TopList(int most)
{
    private readonly PriorityQueue<int, (float Score, int Lower)> _worstFirst = new(most + 1);

    /// <summary>What a score must exceed to enter.</summary>
    public float Least { get; private set; } = float.NegativeInfinity;

    public IEnumerable<int> Slots => _worstFirst.UnorderedItems.Select(static item => item.Element);

    public void Offer(int slot, float score)
    {
        if (score <= Least)
        {
            return;
        }

        if (_worstFirst.Count < most)
        {
            _worstFirst.Enqueue(slot, (score, -slot));
        }
        else
        {
            _worstFirst.EnqueueDequeue(slot, (score, -slot));
        }

        if (_worstFirst.Count == most && _worstFirst.TryPeek(out _, out var worst))
        {
            Least = worst.Score;
        }
    }
}
