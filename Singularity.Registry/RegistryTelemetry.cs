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

    public static void CountLookup(ServedBy tier, string outcome) =>
        Lookups.Add(1, new("tier", TierName(tier)), new("outcome", outcome));

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
