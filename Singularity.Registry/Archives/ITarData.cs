namespace Singularity.Registry.Archives;

/// <summary>The bytes of a tar archive, read forward.</summary>
internal interface ITarData
{
    /// <returns>Less than the buffer's length only at the end of the data.</returns>
    /// <exception cref="ArchiveException">The bytes cannot be had, or are more than accepted.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <exception cref="ArchiveException">There are fewer.</exception>
    ValueTask SkipAsync(long bytes, CancellationToken cancellationToken);
}
