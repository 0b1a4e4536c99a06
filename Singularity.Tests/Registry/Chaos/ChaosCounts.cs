using System.Collections.Concurrent;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>What happened; printed as it is.</summary>
internal sealed class ChaosCounts
{
    private const int MaxExamples = 20;

    private readonly ConcurrentQueue<string> _wrong = [];
    private readonly ConcurrentQueue<string> _lost = [];
    private readonly ConcurrentQueue<string> _twice = [];
    private long _reads;
    private long _readsAnswered;
    private long _readsRefused;
    private long _writes;
    private long _acknowledged;
    private long _writesRefused;
    private long _retried;
    private long _kills;

    public long Reads => Volatile.Read(ref _reads);

    public long ReadsAnswered => Volatile.Read(ref _readsAnswered);

    public long Writes => Volatile.Read(ref _writes);

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public IReadOnlyCollection<string> Wrong => _wrong;

    public IReadOnlyCollection<string> Lost => _lost;

    /// <summary>Reads that a killed registry cost more than one retry.</summary>
    public IReadOnlyCollection<string> RetriedTwice => _twice;

    public void ReadAnswered()
    {
        Interlocked.Increment(ref _reads);
        Interlocked.Increment(ref _readsAnswered);
    }

    public void ReadRefused()
    {
        Interlocked.Increment(ref _reads);
        Interlocked.Increment(ref _readsRefused);
    }

    public void Retried() => Interlocked.Increment(ref _retried);

    public void Killed() => Interlocked.Increment(ref _kills);

    public void WriteAcknowledged()
    {
        Interlocked.Increment(ref _writes);
        Interlocked.Increment(ref _acknowledged);
    }

    public void WriteRefused()
    {
        Interlocked.Increment(ref _writes);
        Interlocked.Increment(ref _writesRefused);
    }

    public void IsWrong(string what) => Note(_wrong, what);

    public void IsLost(string what) => Note(_lost, what);

    public void IsRetriedTwice(string what) => Note(_twice, what);

    public override string ToString() =>
        $"reads {Reads} (answered {ReadsAnswered}, refused {Volatile.Read(ref _readsRefused)}, retried {Volatile.Read(ref _retried)}), "
        + $"writes {Writes} (acknowledged {Acknowledged}, refused {Volatile.Read(ref _writesRefused)}), kills {Volatile.Read(ref _kills)}, "
        + $"lost = {_lost.Count}, wrong = {_wrong.Count}, retried more than once after a registry was killed = {_twice.Count}";

    private static void Note(ConcurrentQueue<string> notes, string what)
    {
        if (notes.Count < MaxExamples)
        {
            notes.Enqueue(what);
        }
    }
}
