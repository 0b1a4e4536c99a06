namespace Singularity.Registry.Archives;

/// <summary>Walks a tar archive's entries forward, once.</summary>
internal sealed class TarEntries(ITarData data, ArchiveLimits limits)
{
    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private readonly TarExtension _extension = new();
    private long _left;

    /// <summary>Entries seen, extension headers included.</summary>
    public int Count { get; private set; }

    /// <summary>The next entry, or null at the archive's end.</summary>
    public async ValueTask<TarHeader?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await data.SkipAsync(_left, cancellationToken);
            _left = 0;
            var count = await data.ReadAsync(_block, cancellationToken);
            if (count == 0 || (count == _block.Length && !_block.AsSpan().ContainsAnyExcept((byte)0)))
            {
                return null;
            }

            if (count < _block.Length)
            {
                throw new ArchiveException("ends in the middle of a header.");
            }

            if (++Count > limits.MaxEntries)
            {
                throw new ArchiveException($"has more than {limits.MaxEntries} entries, which is the most that is accepted.");
            }

            var header = TarHeader.Parse(_block);
            if (!header.IsExtension)
            {
                header = _extension.ApplyTo(header);
                // Links and folders have no content, whatever size they state.
                _left = header.Type is '1' or '2' or '3' or '4' or '5' or '6' ? 0 : Padded(header);
                return header;
            }

            await ReadExtensionAsync(header, cancellationToken);
        }
    }

    /// <summary>The first bytes of the current entry.</summary>
    public async ValueTask<byte[]> ReadAsync(int bytes, CancellationToken cancellationToken)
    {
        var content = new byte[bytes];
        _left -= bytes;
        return await data.ReadAsync(content, cancellationToken) == bytes ? content : throw new ArchiveException("ends in the middle of a file.");
    }

    private async ValueTask ReadExtensionAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > TarExtension.MaxSize)
        {
            throw new ArchiveException($"has an extension header of {header.Size} bytes; at most {TarExtension.MaxSize} are accepted.");
        }

        _left = header.PaddedSize;
        _extension.Read(header, await ReadAsync((int)header.Size, cancellationToken));
    }

    private long Padded(TarHeader header) => header.Size <= limits.MaxUnpackedBytes
        ? header.PaddedSize
        : throw new ArchiveException($"states a file of {header.Size} bytes; at most {limits.MaxUnpackedBytes} are accepted in all.");
}
