using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>What one tier was asked and how it answered, since this instance started.</summary>
internal sealed class TierCounters(ServedBy tier)
{
    private long _hits;
    private long _misses;
    private long _failures;

    /// <summary>One look-up that the tier answered.</summary>
    /// <param name="started">A <see cref="TimeProvider"/> timestamp, or 0 when nobody measures.</param>
    public void Answered(bool hit, long started, TimeProvider timeProvider)
    {
        Interlocked.Increment(ref hit ? ref _hits : ref _misses);
        RegistryTelemetry.CountLookup(tier, hit ? "hit" : "miss");
        RegistryTelemetry.MeasureLookup(tier, started, timeProvider);
    }

    public void Failed()
    {
        Interlocked.Increment(ref _failures);
        RegistryTelemetry.CountLookup(tier, "failure");
    }

    public TierStats Read(string state, long? entries)
    {
        var (hits, misses) = (Interlocked.Read(ref _hits), Interlocked.Read(ref _misses));
        return new TierStats(
            RegistryTelemetry.TierName(tier), state, entries, hits, misses, Interlocked.Read(ref _failures),
            hits + misses == 0 ? null : (double)hits / (hits + misses));
    }
}
