namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Reads the dist part of a manifest: address, Subresource Integrity and the older SHA-1.</summary>
internal static class NpmArchiveSource
{
    /// <summary>Strongest first, with the length of their values in bytes.</summary>
    private static readonly (string Name, int Length)[] Algorithms = [("sha512", 64), ("sha384", 48), ("sha256", 32), ("sha1", 20)];

    /// <param name="problem">Continues "lists package@version ".</param>
    public static ArchiveSource? Create(Uri registry, NpmDist? dist, out string problem)
    {
        problem = "without the address of an archive.";
        if (dist?.Tarball is null || !Uri.TryCreate(dist.Tarball, UriKind.Absolute, out var url) || !UpstreamUrl.IsWeb(url))
        {
            return null;
        }

        problem = "without a usable checksum.";
        var checksums = Checksums(dist);
        return checksums.Count == 0 ? null : new ArchiveSource(SameScheme(registry, UpstreamUrl.WithoutUserInfo(url)), checksums);
    }

    /// <summary>Old documents of a registry that has since moved to https still say http.</summary>
    private static Uri SameScheme(Uri registry, Uri url) =>
        registry.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp && url.IsDefaultPort && registry.IsDefaultPort
            && string.Equals(registry.IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? new UriBuilder(url) { Scheme = Uri.UriSchemeHttps, Port = -1 }.Uri
            : url;

    private static List<ArchiveChecksum> Checksums(NpmDist dist)
    {
        var stated = (dist.Integrity ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var result = new List<ArchiveChecksum>();
        foreach (var (name, length) in Algorithms)
        {
            result.AddRange(stated
                .Where(s => s.StartsWith(name + "-", StringComparison.Ordinal))
                .Select(s => Decode(s[(name.Length + 1)..].Split('?')[0], length))
                .OfType<string>()
                .Select(value => new ArchiveChecksum(name, value)));
        }

        if (result.Count == 0 && dist.Shasum is { Length: 40 } shasum && shasum.All(char.IsAsciiHexDigit))
        {
            result.Add(new ArchiveChecksum("sha1", shasum.ToLowerInvariant()));
        }

        return result;
    }

    private static string? Decode(string base64, int length)
    {
        var bytes = new byte[64];
        return Convert.TryFromBase64String(base64, bytes, out var written) && written == length ? Convert.ToHexStringLower(bytes.AsSpan(0, length)) : null;
    }
}
