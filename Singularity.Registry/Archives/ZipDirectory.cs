namespace Singularity.Registry.Archives;

/// <summary>Walks a zip archive's directory forward, once. Its memory is one entry's header, whatever the archive states.</summary>
internal sealed class ZipDirectory(Stream archive, ZipEnd end)
{
    private readonly byte[] _header = new byte[ZipEntry.HeaderSize];
    private byte[] _rest = new byte[1024];
    private long _at = end.Offset;

    /// <summary>Entries seen.</summary>
    public int Count { get; private set; }

    /// <summary>The next entry, whose name is good until the one after it is read; null at the end.</summary>
    /// <exception cref="ArchiveException">The directory is not one, or does not hold the entries that the archive's end states.</exception>
    public async ValueTask<ZipEntry?> NextAsync(CancellationToken cancellationToken)
    {
        if (Count == end.Count)
        {
            return _at == end.End ? null : throw new ArchiveException($"is not a valid zip archive: its directory goes on after the {Count} entries stated.");
        }

        archive.Position = _at;
        await ReadAsync(_header, cancellationToken);
        var size = ZipEntry.RestSize(_header);
        if (_rest.Length < size)
        {
            _rest = new byte[size];
        }

        await ReadAsync(_rest.AsMemory(0, size), cancellationToken);
        Count++;
        return ZipEntry.Parse(_header, _rest.AsMemory(0, size));
    }

    private async ValueTask ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _at += buffer.Length;
        if (_at > end.End)
        {
            throw new ArchiveException("is not a valid zip archive: its directory ends in the middle of an entry.");
        }

        await archive.ReadExactlyAsync(buffer, cancellationToken);
    }
}
