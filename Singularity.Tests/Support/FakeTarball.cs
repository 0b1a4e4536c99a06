using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Singularity.Tests.Support;

/// <summary>Archives as the npm client packs them, and as it would never pack them.</summary>
internal static class FakeTarball
{
    private static readonly DateTimeOffset Modified = new(1985, 10, 26, 8, 15, 0, TimeSpan.Zero);

    public static byte[] Create(IEnumerable<(string Path, string Content)> files) =>
        Create(files.Select(f => File("package/" + f.Path, Encoding.UTF8.GetBytes(f.Content))));

    public static byte[] Create(IEnumerable<TarEntry> entries)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return result.ToArray();
    }

    public static TarEntry File(string path, byte[] content) => File(path, new MemoryStream(content));

    public static TarEntry File(string path, Stream content) =>
        new PaxTarEntry(TarEntryType.RegularFile, path) { ModificationTime = Modified, DataStream = content };

    public static TarEntry Link(TarEntryType type, string path, string target) =>
        new PaxTarEntry(type, path) { ModificationTime = Modified, LinkName = target };
}
