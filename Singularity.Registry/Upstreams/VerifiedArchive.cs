namespace Singularity.Registry.Upstreams;

/// <summary>
/// The complete bytes of an archive whose checksum matched, in memory or, above a threshold, in a temporary file that vanishes with
/// this object. Only the download makes one, so holding it proves the verification.
/// </summary>
internal sealed class VerifiedArchive(Stream content, ArchiveChecksum checksum) : IAsyncDisposable
{
    /// <summary>The checksum that matched.</summary>
    public ArchiveChecksum Checksum { get; } = checksum;

    /// <summary>Compressed bytes.</summary>
    public long Size { get; } = content.Length;

    /// <summary>The bytes from the start. One reader at a time; the stream belongs to this object.</summary>
    public Stream OpenRead()
    {
        content.Position = 0;
        return content;
    }

    public ValueTask DisposeAsync() => content.DisposeAsync();
}
