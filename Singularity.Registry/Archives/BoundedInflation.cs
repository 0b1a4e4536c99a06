using System.IO.Compression;

namespace Singularity.Registry.Archives;

/// <summary>Decompresses gzip up to a limit, reading exactly what is asked for unless the data end.</summary>
internal sealed class BoundedInflation(Stream compressed, ArchiveLimits limits) : IAsyncDisposable
{
    private readonly GZipStream _gzip = new(compressed, CompressionMode.Decompress, leaveOpen: true);
    private readonly UnpackedLimit _limit = new(limits, compressed.Length);
    private readonly byte[] _skipped = new byte[65536];

    public long Unpacked { get; private set; }

    /// <returns>Less than the buffer's length only at the end of the data.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count;
        try
        {
            count = await _gzip.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new ArchiveException($"is not valid gzip data after {Unpacked} unpacked bytes.", exception);
        }

        Unpacked += count;
        _limit.Check(Unpacked);
        return count;
    }

    public async ValueTask SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            var part = (int)Math.Min(bytes, _skipped.Length);
            if (await ReadAsync(_skipped.AsMemory(0, part), cancellationToken) < part)
            {
                throw new ArchiveException("ends in the middle of a file.");
            }

            bytes -= part;
        }
    }

    public ValueTask DisposeAsync() => _gzip.DisposeAsync();
}
