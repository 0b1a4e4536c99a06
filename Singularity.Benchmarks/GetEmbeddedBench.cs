using System.CommandLine;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Gets;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>A get that the embedded file answers, against FindById of the same bytes in another file.</summary>
internal static class GetEmbeddedBench
{
    public static Command Create() => new TierBench(
        "get-embedded",
        ServedBy.Embedded,
        ["embedded", "postgres"],
        "FindById in LiteDB",
        EmbeddedFloor.Kind,
        static (topology, _, record) => $"{Convert.ToBase64String(SampleRecord.Write(record))} {Path.Combine(topology.Home, "floor.db")}").CreateCommand();
}
