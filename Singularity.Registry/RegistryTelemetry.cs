using System.Diagnostics;
using System.Diagnostics.Metrics;
using Singularity.Contracts.Packages;

namespace Singularity.Registry;

/// <summary>Names and instruments of the registry's traces and metrics.</summary>
internal static class RegistryTelemetry
{
    public const string Name = "Singularity.Registry";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Lookups =
        Meter.CreateCounter<long>("singularity.tier.lookups", "{lookup}", "Look-ups by tier and outcome (hit, miss, failure).");

    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>("singularity.tier.duration", "ms", "Time of a look-up in one tier.");

    /// <summary>A timestamp for <see cref="MeasureLookup"/>, 0 when nobody listens.</summary>
    public static long StartLookup(TimeProvider timeProvider) => Durations.Enabled ? timeProvider.GetTimestamp() : 0;

    public static void MeasureLookup(ServedBy tier, long started, TimeProvider timeProvider)
    {
        if (started != 0)
        {
            Durations.Record(timeProvider.GetElapsedTime(started).TotalMilliseconds, new KeyValuePair<string, object?>("tier", TierName(tier)));
        }
    }

    /// <summary>Publishes whether a tier is skipped: 0 closed (asked), 1 half open (tried), 2 open (skipped).</summary>
    public static void ObserveBreaker(ServedBy tier, Func<int> state) => Meter.CreateObservableGauge(
        "singularity.tier.breaker", state, "{state}", "Circuit breaker of a tier: 0 closed, 1 half open, 2 open.", [new("tier", TierName(tier))]);

    public static void CountLookup(ServedBy tier, string outcome) =>
        Lookups.Add(1, new KeyValuePair<string, object?>("tier", TierName(tier)), new KeyValuePair<string, object?>("outcome", outcome));

    public static string TierName(ServedBy tier) => tier switch
    {
        ServedBy.Memory => "memory",
        ServedBy.Kv => "kv",
        ServedBy.Embedded => "embedded",
        ServedBy.Postgres => "postgres",
        _ => "upstream",
    };

    public static string TierSpan(ServedBy tier) => tier switch
    {
        ServedBy.Memory => "tier memory",
        ServedBy.Kv => "tier kv",
        ServedBy.Embedded => "tier embedded",
        ServedBy.Postgres => "tier postgres",
        _ => "tier upstream",
    };
}
