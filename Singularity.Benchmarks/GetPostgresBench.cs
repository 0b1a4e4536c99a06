using System.CommandLine;
using System.Text;
using Singularity.Benchmarks.Floors;
using Singularity.Benchmarks.Gets;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>A get that PostgreSQL answers, against a bare select of the same row.</summary>
internal static class GetPostgresBench
{
    public static Command Create() => new TierBench(
        "get-postgres",
        ServedBy.Postgres,
        ["postgres"],
        "select",
        PostgresFloor.Kind,
        static (topology, _, record) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(topology.Postgres))} {record.Name} {record.Version}").CreateCommand();
}
