namespace Singularity.Tests.Registry.Chaos;

/// <summary>
/// One package with one writer, who numbers its operations from 1; the record says the number. What is unknown is only which of the operations after
/// the last acknowledged one took effect.
/// </summary>
/// <param name="deleted">Whether every third operation is a deletion.</param>
internal sealed class ChaosKey(string name, bool deleted)
{
    private long _attempted;
    private long _acknowledged;

    public string Name => name;

    public bool IsDeletedAtTimes => deleted;

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public long Attempted => Volatile.Read(ref _attempted);

    public bool IsDeletion(long operation) => deleted && operation % 3 == 0;

    /// <summary>The number of the operation that begins.</summary>
    public long Begin() => Interlocked.Increment(ref _attempted);

    public void Acknowledge(long operation) => Volatile.Write(ref _acknowledged, operation);

    /// <summary>Whether a reader may see this while operations are under way or may have been missed by a cache.</summary>
    public bool MayHaveHeld(long operation) => operation >= 1 && operation <= Attempted && !IsDeletion(operation);

    /// <summary>Whether a reader may miss it while operations are under way.</summary>
    public bool MayHaveBeenMissing(long acknowledgedBefore) => deleted || acknowledgedBefore == 0;

    /// <summary>Whether this is what the acknowledged operations left, once all is quiet; 0 stands for nothing.</summary>
    public bool MayHoldNow(long operation)
    {
        if (operation != 0)
        {
            return operation >= Acknowledged && MayHaveHeld(operation);
        }

        for (var last = Acknowledged; last <= Attempted; last++)
        {
            if (last == 0 || IsDeletion(last))
            {
                return true;
            }
        }

        return false;
    }
}
