using System.Text.Json;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>
/// What an archive's bytes are compared with. Only the catalog, to which a registration's entries point, states a hash, and private and mirrored sources
/// often have none; then what the client wrote down when it installed the same version counts, and after that <see cref="PackageSignature"/>.
/// </summary>
internal static class NuGetChecksums
{
    /// <summary>A base64 text of 64 bytes, with room for blanks.</summary>
    private const int MaxFileBytes = 256;

    /// <summary>packageHash of a catalog leaf or of a registration's entry; null when it states none that can be used.</summary>
    public static ArchiveChecksum? Stated(JsonElement entry) =>
        entry.Text("packageHash") is { } hash && string.Equals(entry.Text("packageHashAlgorithm") ?? "SHA512", "SHA512", StringComparison.OrdinalIgnoreCase)
            ? Decode(hash)
            : null;

    /// <summary>The SHA-512 of the archive that the client installed.</summary>
    public static async Task<ArchiveChecksum?> InstalledAsync(string? packageFolder, string name, string lowerVersion, CancellationToken cancellationToken)
    {
        if (packageFolder is null)
        {
            return null;
        }

        var file = new FileInfo(Path.Combine(packageFolder, name, lowerVersion, $"{name}.{lowerVersion}.nupkg.sha512"));
        try
        {
            return file.Exists && file.Length <= MaxFileBytes ? Decode(await File.ReadAllTextAsync(file.FullName, cancellationToken)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ArchiveChecksum? Decode(string base64)
    {
        Span<byte> bytes = stackalloc byte[64];
        return base64.Length <= MaxFileBytes && Convert.TryFromBase64String(base64.Trim(), bytes, out var written) && written == bytes.Length
            ? new ArchiveChecksum("sha512", Convert.ToHexStringLower(bytes))
            : null;
    }
}
