using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks.Gets;

/// <summary>The package that the benchmarks of reads ask for, 4 KiB as it is stored.</summary>
internal static class SampleRecord
{
    public const string Name = "bench-read";
    public const string Version = "1.4.2";

    private const int Size = 4096;

    /// <summary>Validated now, so that nobody thinks of asking the registry again.</summary>
    public static PackageRecord Create()
    {
        var now = TimeProvider.System.GetUtcNow();
        var record = new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = Name,
            Version = Version,
            Description = "A package that is read again and again.",
            Keywords = ["cache", "stream", "parser"],
            License = "MIT",
            Versions = [.. Enumerable.Range(0, 12).Select(i => new PackageVersion(i == 0 ? Version : $"1.3.{20 - i}", now.AddDays(-30 * (i + 1))))],
            VersionCount = 12,
            DistTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["latest"] = Version },
            Dependencies = [new PackageDependency("left", "^1.0.0", "runtime")],
            Readme = "",
            CollectedAt = now,
            ValidatedAt = now,
        };
        return record with { Readme = new string('x', Size - Write(record).Length) };
    }

    public static byte[] Write(PackageRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, SingularityJson.Default.PackageRecord);

    /// <param name="version">Null for the newest.</param>
    public static byte[] Request(string? version) =>
        JsonSerializer.SerializeToUtf8Bytes(new GetPackage(Ecosystem.Npm, Name, version), SingularityJson.Default.GetPackage);
}
