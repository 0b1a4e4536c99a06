using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Singularity.Registry.Erlang;

namespace Singularity.Tests.Support;

/// <summary>Archives as the hex client builds them, and as it would never build them.</summary>
internal sealed record FakeHexTarball
{
    public byte[] Version { get; init; } = "3"u8.ToArray();

    public byte[] Metadata { get; init; } = [];

    /// <summary>By path, without an outer folder.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>The bytes of contents.tar.gz instead of those made of <see cref="Files"/>.</summary>
    public byte[]? Contents { get; init; }

    /// <summary>The text of CHECKSUM instead of the right one.</summary>
    public string? Checksum { get; init; }

    public static byte[] MetadataOf(params IEnumerable<ErlangTerm> terms) => Encoding.UTF8.GetBytes(ErlangText.Of(terms));

    public byte[] ToBytes()
    {
        var contents = Contents ?? FakeTarball.Create(Files.Select(f => FakeTarball.File(f.Path, Encoding.UTF8.GetBytes(f.Content))));
        var checksum = Checksum ?? Convert.ToHexString(SHA256.HashData([.. Version, .. Metadata, .. contents]));
        return Pack(("VERSION", Version), ("CHECKSUM", Encoding.ASCII.GetBytes(checksum)), ("metadata.config", Metadata), ("contents.tar.gz", contents));
    }

    /// <summary>An outer tar of these parts.</summary>
    public static byte[] Pack(params IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var result = new MemoryStream();
        using (var tar = new TarWriter(result, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return result.ToArray();
    }
}
