namespace Singularity.Registry.Archives;

/// <summary>A tar archive that is not compressed.</summary>
/// <param name="archive">Seekable, so that what is skipped costs nothing; its position stays at the next byte.</param>
internal sealed class PlainTarData(Stream archive) : ITarData
{
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        await archive.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);

    public ValueTask SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes > archive.Length - archive.Position)
        {
            throw new ArchiveException("ends in the middle of a file.");
        }

        archive.Position += bytes;
        return ValueTask.CompletedTask;
    }
}
