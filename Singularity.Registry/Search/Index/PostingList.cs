namespace Singularity.Registry.Search.Index;

/// <summary>Documents by rising slot, each with its counts: one byte per field.</summary>
internal sealed class PostingList
{
    private int[] _slots = [];
    private uint[] _counts = [];

    public int Count { get; private set; }

    public long Bytes => 8L * _slots.Length;

    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    public ReadOnlySpan<uint> Counts => _counts.AsSpan(0, Count);

    /// <summary>Adds the document, or replaces its counts.</summary>
    public void Set(int slot, uint counts)
    {
        var at = Count > 0 && _slots[Count - 1] < slot ? ~Count : Array.BinarySearch(_slots, 0, Count, slot);
        if (at >= 0)
        {
            _counts[at] = counts;
            return;
        }

        at = ~at;
        if (Count == _slots.Length)
        {
            var capacity = Math.Max(2, Count + (Count / 2));
            Array.Resize(ref _slots, capacity);
            Array.Resize(ref _counts, capacity);
        }

        Array.Copy(_slots, at, _slots, at + 1, Count - at);
        Array.Copy(_counts, at, _counts, at + 1, Count - at);
        (_slots[at], _counts[at]) = (slot, counts);
        Count++;
    }

    public void Remove(int slot)
    {
        var at = Array.BinarySearch(_slots, 0, Count, slot);
        if (at < 0)
        {
            return;
        }

        Count--;
        Array.Copy(_slots, at + 1, _slots, at, Count - at);
        Array.Copy(_counts, at + 1, _counts, at, Count - at);
    }
}
