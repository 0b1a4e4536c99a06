using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Singularity.Benchmarks.Packages;

/// <summary>The least that collecting can cost: the same archives downloaded, hashed and decompressed, as many at once as a registry's manners allow.</summary>
internal static class DownloadFloor
{
    private const int AtOnce = 4;

    /// <returns>Time and compressed bytes.</returns>
    public static async Task<(TimeSpan Elapsed, long Bytes)> MeasureAsync(Uri registry, IReadOnlyList<GeneratedPackage> packages)
    {
        using var client = new HttpClient();
        var bytes = 0L;
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(packages, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (package, cancellationToken) =>
        {
            var archive = await client.GetByteArrayAsync(new Uri(registry, package.Tarball), cancellationToken);
            Interlocked.Add(ref bytes, archive.Length);
            SHA512.HashData(archive);
            using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
            var buffer = new byte[81920];
            while (gzip.Read(buffer) > 0)
            {
            }
        });
        return (Stopwatch.GetElapsedTime(started), bytes);
    }
}
