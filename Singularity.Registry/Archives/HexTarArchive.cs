using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Registry.Erlang;

namespace Singularity.Registry.Archives;

/// <summary>
/// Reads hex.pm's archives: a tar of VERSION, CHECKSUM, metadata.config and contents.tar.gz. The files are those of contents.tar.gz, which has no
/// outer folder, and metadata.config beside them.
/// </summary>
internal static class HexTarArchive
{
    public const string Metadata = "metadata.config";

    private const string Version = "VERSION";
    private const string Contents = "contents.tar.gz";
    private const string Checksum = "CHECKSUM";

    /// <summary>The only layout in use since 2015.</summary>
    private const string Supported = "3";

    private static readonly Dictionary<string, long> MostBytes = new(StringComparer.Ordinal)
    {
        [Version] = 64,
        [Checksum] = 256,
        [Metadata] = ErlangLimits.Bytes,
        [Contents] = long.MaxValue,
    };

    /// <param name="archive">Seekable, from its start; left open.</param>
    /// <inheritdoc cref="PackageArchives.ReadAsync"/>
    public static async Task<ArchiveContent> ReadAsync(
        Stream archive, ArchiveLimits limits, Func<string, int> bytesWanted, Action<int>? progress, CancellationToken cancellationToken)
    {
        var parts = await FindPartsAsync(archive, limits, cancellationToken);
        var version = Text(await ReadPartAsync(archive, parts[Version], cancellationToken));
        if (version != Supported)
        {
            throw new ArchiveException($"has the layout '{PackageName.Display(version)}' of hex archives; only {Supported} can be read.");
        }

        var metadata = await ReadPartAsync(archive, parts[Metadata], cancellationToken);
        await VerifyAsync(archive, parts, metadata, cancellationToken);
        archive.Position = parts[Contents].Start;
        await using var contents = new StreamSection(archive, parts[Contents].Length);
        var content = await TarGzArchive.ReadAsync(contents, limits, ArchivePath.Within, bytesWanted, progress, cancellationToken);
        return bytesWanted(Metadata) > 0
            ? content with
            {
                Files = new Dictionary<string, ArchiveFile>(content.Files, StringComparer.Ordinal) { [Metadata] = new(Metadata, metadata, metadata.Length) },
            }
            : content;
    }

    private static async Task<Dictionary<string, Part>> FindPartsAsync(Stream archive, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, Part>(StringComparer.Ordinal);
        var entries = new TarEntries(new PlainTarData(archive), limits);
        while (await entries.NextAsync(cancellationToken) is { } entry)
        {
            if (!entry.IsFile || !MostBytes.TryGetValue(entry.Path, out var most) || !parts.TryAdd(entry.Path, new Part(archive.Position, entry.Size)))
            {
                throw new ArchiveException($"holds '{PackageName.Display(entry.Path)}', which a hex archive has not, or not twice.");
            }

            if (entry.Size > most)
            {
                throw new ArchiveException($"has a {entry.Path} of {entry.Size} bytes; at most {most} are accepted.");
            }
        }

        return MostBytes.Keys.FirstOrDefault(name => !parts.ContainsKey(name)) is { } missing
            ? throw new ArchiveException($"has no {missing}, so it is no hex archive.")
            : parts;
    }

    /// <summary>The inner checksum, which older lock files hold: over the bytes of the three other parts.</summary>
    private static async Task VerifyAsync(Stream archive, Dictionary<string, Part> parts, byte[] metadata, CancellationToken cancellationToken)
    {
        var stated = Text(await ReadPartAsync(archive, parts[Checksum], cancellationToken));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(await ReadPartAsync(archive, parts[Version], cancellationToken));
        hash.AppendData(metadata);
        archive.Position = parts[Contents].Start;
        await using var contents = new StreamSection(archive, parts[Contents].Length);
        var buffer = new byte[81920];
        int count;
        while ((count = await contents.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, count);
        }

        var actual = Convert.ToHexString(hash.GetHashAndReset());
        if (!actual.Equals(stated, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArchiveException($"states the inner checksum '{PackageName.Display(stated)}', but its parts have {actual}.");
        }
    }

    private static async Task<byte[]> ReadPartAsync(Stream archive, Part part, CancellationToken cancellationToken)
    {
        var bytes = new byte[part.Length];
        archive.Position = part.Start;
        return await archive.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken) == bytes.Length
            ? bytes
            : throw new ArchiveException("ends in the middle of a file.");
    }

    private static string Text(byte[] bytes) => Encoding.ASCII.GetString(bytes).Trim();

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(long Start, long Length);
}
