namespace Singularity.Registry.Archives;

/// <summary>Which bytes of an archive belong to which entry. Entries that share bytes are how a small zip file unpacks to petabytes.</summary>
internal sealed class ZipSections(int count)
{
    private readonly (long Start, long End)[] _sections = new (long, long)[count];
    private int _count;

    /// <param name="entry">Its local header's extra fields, not known yet, count as nothing.</param>
    public void Add(ZipEntry entry) =>
        _sections[_count++] = (entry.Offset, entry.Offset + ZipLocalHeader.Size + entry.Name.Length + entry.Compressed);

    /// <param name="limit">Where the directory starts.</param>
    /// <exception cref="ArchiveException">Two share bytes, or one reaches into the directory.</exception>
    public void Check(long limit)
    {
        Array.Sort(_sections, 0, _count);
        for (var i = 0; i < _count; i++)
        {
            if (_sections[i].End > StartOf(i + 1, limit))
            {
                throw new ArchiveException("has entries that share the same bytes, which only a decompression bomb does.");
            }
        }
    }

    /// <summary>Where the bytes of the entry that starts here must end. Only after <see cref="Check"/>.</summary>
    public long EndOf(long start, long limit) => StartOf(~Array.BinarySearch(_sections, 0, _count, (start, long.MaxValue)), limit);

    private long StartOf(int index, long limit) => index < _count ? _sections[index].Start : limit;
}
