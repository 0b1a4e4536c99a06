using System.IO.Compression;
using System.Text;

namespace Singularity.Tests.Support;

/// <summary>Zip archives as packing tools write them, and as none would: every field can be told to lie.</summary>
internal static class FakeZip
{
    public static byte[] Create(params (string Path, string Content)[] files) =>
        Write([.. files.Select(f => new FakeZipEntry(f.Path, Encoding.UTF8.GetBytes(f.Content)))]);

    /// <param name="count">The number of entries stated, or null for the real one.</param>
    public static byte[] Write(IReadOnlyList<FakeZipEntry> entries, string comment = "", int? count = null)
    {
        using var result = new MemoryStream();
        using var writer = new BinaryWriter(result);
        var offsets = entries.Select(e => e.Offset ?? WriteLocal(writer, e)).ToArray();
        var start = result.Position;
        foreach (var (entry, offset) in entries.Zip(offsets))
        {
            WriteCentral(writer, entry, offset);
        }

        var size = result.Position - start;
        writer.Write(0x06054b50u);
        writer.Write(0u);
        writer.Write((ushort)(count ?? entries.Count));
        writer.Write((ushort)(count ?? entries.Count));
        writer.Write((uint)size);
        writer.Write((uint)start);
        writer.Write((ushort)comment.Length);
        writer.Write(Encoding.ASCII.GetBytes(comment));
        return result.ToArray();
    }

    /// <summary>By the platform's own writer, which streams: sizes stand behind the data.</summary>
    public static byte[] Stream(params (string Path, string Content)[] files)
    {
        using var result = new MemoryStream();
        using (var unseekable = new ForwardStream(result))
        using (var zip = new ZipArchive(unseekable, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return result.ToArray();
    }

    private static long WriteLocal(BinaryWriter writer, FakeZipEntry entry)
    {
        var offset = writer.BaseStream.Position;
        writer.Write(0x04034b50u);
        writer.Write((ushort)20);
        writer.Write((ushort)entry.Flags);
        writer.Write((ushort)entry.Method);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write((uint)entry.Data.Length);
        writer.Write((uint)entry.Content.Length);
        writer.Write((ushort)entry.Name.Length);
        writer.Write((ushort)0);
        writer.Write(entry.LocalName ?? entry.Name);
        writer.Write(entry.Data);
        return offset;
    }

    private static void WriteCentral(BinaryWriter writer, FakeZipEntry entry, long offset)
    {
        writer.Write(0x02014b50u);
        writer.Write((ushort)0x0314);
        writer.Write((ushort)20);
        writer.Write((ushort)entry.Flags);
        writer.Write((ushort)entry.Method);
        writer.Write(0u);
        writer.Write(0u);
        writer.Write(entry.IsLarge ? uint.MaxValue : (uint)(entry.StatedCompressed ?? entry.Data.Length));
        writer.Write(entry.IsLarge ? uint.MaxValue : (uint)(entry.StatedSize ?? entry.Content.Length));
        writer.Write((ushort)entry.Name.Length);
        writer.Write((ushort)(entry.IsLarge ? 28 : 0));
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((ushort)0);
        writer.Write((uint)entry.Mode << 16);
        writer.Write(entry.IsLarge ? uint.MaxValue : (uint)offset);
        writer.Write(entry.Name);
        if (entry.IsLarge)
        {
            writer.Write((ushort)1);
            writer.Write((ushort)24);
            writer.Write(entry.StatedSize ?? entry.Content.Length);
            writer.Write(entry.StatedCompressed ?? (long)entry.Data.Length);
            writer.Write(offset);
        }
    }

    private sealed class ForwardStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}

/// <summary>An entry; what is null is told truly.</summary>
internal sealed record FakeZipEntry(string Path, byte[] Content)
{
    private byte[]? _data;

    public byte[] Name { get; init; } = Encoding.UTF8.GetBytes(Path);

    public byte[]? LocalName { get; init; }

    /// <summary>UTF-8.</summary>
    public int Flags { get; init; } = 0x800;

    public int Method { get; init; } = 8;

    public int Mode { get; init; } = 0x81A4;

    /// <summary>Numbers in the ZIP64 field.</summary>
    public bool IsLarge { get; init; }

    public long? StatedSize { get; init; }

    public long? StatedCompressed { get; init; }

    /// <summary>The local header of another entry; then none is written.</summary>
    public long? Offset { get; init; }

    public byte[] Data => _data ??= Method == 0 ? Content : Deflate(Content);

    private static byte[] Deflate(byte[] content)
    {
        using var result = new MemoryStream();
        using (var deflate = new DeflateStream(result, CompressionLevel.SmallestSize))
        {
            deflate.Write(content);
        }

        return result.ToArray();
    }
}
