using System.CommandLine;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Gets;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>A get that JetStream KV answers, against a bare get of the same key of the same bucket.</summary>
internal static class GetKvBench
{
    public static Command Create() => new TierBench(
        "get-kv",
        ServedBy.Kv,
        ["kv", "embedded", "postgres"],
        "get from the KV bucket",
        KvFloor.Kind,
        static (_, prefix, record) => $"{prefix}-packages {PackageKey.For(record.Ecosystem, record.Name, record.Version)}").CreateCommand();
}
