namespace Singularity.Registry.Archives;

/// <summary>How much one archive may unpack to, by its compressed size.</summary>
internal readonly struct UnpackedLimit(ArchiveLimits limits, long compressed)
{
    private readonly long _max = Math.Min(limits.MaxUnpackedBytes, Math.Max(limits.RatioFloorBytes, compressed * limits.MaxRatio));

    /// <exception cref="ArchiveException">That is too much.</exception>
    public void Check(long unpacked)
    {
        if (unpacked > _max)
        {
            throw new ArchiveException(
                _max == limits.MaxUnpackedBytes
                    ? $"unpacks to more than {_max} bytes, which is the most that is accepted."
                    : $"unpacks to more than {limits.MaxRatio} times its {compressed} bytes, which only a decompression bomb does.");
        }
    }
}
