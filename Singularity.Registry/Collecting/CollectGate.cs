namespace Singularity.Registry.Collecting;

/// <summary>Bounds the collects that callers wait for, so that reads never queue behind them; one more is told to come back.</summary>
internal sealed class CollectGate
{
    /// <summary>Collects at once; the micro-service serves more requests than that at a time.</summary>
    public const int Limit = 32;

    private int _running;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _running) <= Limit)
        {
            return true;
        }

        Interlocked.Decrement(ref _running);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _running);
}
