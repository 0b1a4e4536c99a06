namespace Singularity.Benchmarks.Packages;

/// <summary>One package of the generated registry; the same number gives the same bytes in every run.</summary>
/// <param name="ArchiveBytes">Roughly the compressed size aimed at.</param>
internal sealed record GeneratedPackage(int Number, int ArchiveBytes)
{
    public const string Version = "1.4.2";

    private const double Smallest = 10 * 1024;
    private const double Largest = 5 * 1024 * 1024;

    public string Name => $"bench-{Number:0000}";

    public string Tarball => $"/{Name}/-/{Name}-{Version}.tgz";

    /// <summary>Sizes spread evenly over the logarithm between 10 KiB and 5 MiB, shuffled by a fixed stride.</summary>
    public static IReadOnlyList<GeneratedPackage> Many(int count, double largest = Largest) =>
        [.. Enumerable.Range(0, count).Select(i => new GeneratedPackage(
            i, (int)(Smallest * Math.Pow(largest / Smallest, (i * 37L % count) / (double)Math.Max(1, count - 1)))))];
}
