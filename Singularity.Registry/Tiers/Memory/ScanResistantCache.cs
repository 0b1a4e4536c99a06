using System.Collections.Concurrent;

namespace Singularity.Registry.Tiers.Memory;

/// <summary>
/// Values in memory, bounded by bytes, with the S3-FIFO policy (Yang et al., "FIFO queues are all you need for cache eviction", SOSP 2023): what is new waits in a
/// small queue and is promoted only when it is asked for again, so that one pass over many keys does not push out what is used. Reads take no lock.
/// </summary>
/// <param name="capacity">Bytes that all values together may hold.</param>
internal sealed class ScanResistantCache<TValue>(long capacity)
    where TValue : class
{
    private const byte MostUses = 3;
    private const int MostGhosts = 65_536;

    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly LinkedList<Slot> _small = [];
    private readonly LinkedList<Slot> _main = [];
    private readonly HashSet<string> _ghosts = new(StringComparer.Ordinal);
    private readonly Queue<string> _ghostOrder = [];
    private readonly Lock _writing = new();
    private readonly long _smallCapacity = capacity / 10;
    private long _bytes;
    private long _smallBytes;

    public int Count => _slots.Count;

    public long Bytes => Interlocked.Read(ref _bytes);

    public TValue? Find(string key)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            return null;
        }

        // Two readers may count as one: the policy needs no exact number.
        if (slot.Uses < MostUses)
        {
            slot.Uses++;
        }

        return slot.Value;
    }

    /// <summary>Puts the value in the place of the present one if the condition holds for that (null when there is none).</summary>
    public bool Set(string key, TValue value, long size, Func<TValue?, bool> condition)
    {
        lock (_writing)
        {
            var present = _slots.GetValueOrDefault(key);
            if (!condition(present?.Value))
            {
                return false;
            }

            if (present is not null)
            {
                Unlink(present);
            }

            if (size > capacity)
            {
                _slots.TryRemove(key, out _);
                return false;
            }

            var slot = new Slot(key, value, size) { Uses = present?.Uses ?? 0 };
            _slots[key] = slot;
            Link(slot, present?.IsMain == true || _ghosts.Remove(key) ? _main : _small);
            Evict();
            return true;
        }
    }

    /// <summary>Removes the key if the condition holds for its value.</summary>
    public bool Remove(string key, Func<TValue, bool> condition)
    {
        lock (_writing)
        {
            if (!_slots.TryGetValue(key, out var slot) || !condition(slot.Value))
            {
                return false;
            }

            _slots.TryRemove(key, out _);
            Unlink(slot);
            return true;
        }
    }

    public void Clear()
    {
        lock (_writing)
        {
            _slots.Clear();
            _small.Clear();
            _main.Clear();
            _ghosts.Clear();
            _ghostOrder.Clear();
            _bytes = _smallBytes = 0;
        }
    }

    private void Evict()
    {
        while (_bytes > capacity)
        {
            if (_small.First is { } oldestOfSmall && (_smallBytes > _smallCapacity || _main.First is null))
            {
                EvictSmall(oldestOfSmall.Value);
            }
            else if (_main.First is { } oldest)
            {
                EvictMain(oldest.Value);
            }
        }
    }

    private void EvictSmall(Slot slot)
    {
        Unlink(slot);
        if (slot.Uses > 1)
        {
            slot.Uses = 0;
            Link(slot, _main);
            return;
        }

        _slots.TryRemove(slot.Key, out _);
        Remember(slot.Key);
    }

    private void EvictMain(Slot slot)
    {
        Unlink(slot);
        if (slot.Uses > 0)
        {
            slot.Uses--;
            Link(slot, _main);
            return;
        }

        _slots.TryRemove(slot.Key, out _);
    }

    private void Remember(string key)
    {
        if (_ghosts.Add(key))
        {
            _ghostOrder.Enqueue(key);
        }

        while (_ghostOrder.Count > MostGhosts)
        {
            _ghosts.Remove(_ghostOrder.Dequeue());
        }
    }

    private void Link(Slot slot, LinkedList<Slot> queue)
    {
        slot.IsMain = ReferenceEquals(queue, _main);
        queue.AddLast(slot.Node);
        _bytes += slot.Size;
        _smallBytes += slot.IsMain ? 0 : slot.Size;
    }

    private void Unlink(Slot slot)
    {
        (slot.IsMain ? _main : _small).Remove(slot.Node);
        _bytes -= slot.Size;
        _smallBytes -= slot.IsMain ? 0 : slot.Size;
    }

    private sealed class Slot
    {
        public Slot(string key, TValue value, long size)
        {
            (Key, Value, Size) = (key, value, size);
            Node = new LinkedListNode<Slot>(this);
        }

        public string Key { get; }

        public TValue Value { get; }

        public long Size { get; }

        public LinkedListNode<Slot> Node { get; }

        public bool IsMain { get; set; }

        public byte Uses { get; set; }
    }
}
