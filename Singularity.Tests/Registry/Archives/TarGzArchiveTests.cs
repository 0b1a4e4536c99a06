using System.Formats.Tar;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Archives;

public sealed class TarGzArchiveTests
{
    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.V7)]
    public async Task Reads_every_common_format(TarEntryFormat format)
    {
        var deep = format is TarEntryFormat.Pax or TarEntryFormat.Gnu ? string.Concat(Enumerable.Repeat("folder-of-some-length/", 12)) + "ä.txt" : "b.txt";
        using var bytes = new MemoryStream();
        await using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, format, leaveOpen: true))
        {
            await WriteAsync(tar, format, "root/package.json", "{}"u8.ToArray());
            await WriteAsync(tar, format, "root/" + deep, new byte[1300]);
        }

        var content = await ReadAsync(bytes.ToArray());
        content.Files.ToDictionary(f => f.Key, f => f.Value.Size).ShouldBe(
            new Dictionary<string, long> { ["package.json"] = 2, [deep] = 1300 }, ignoreOrder: true);
        (content.FileCount, content.FileBytes, content.Skipped).ShouldBe((2, 1302, 0));
    }

    [Fact]
    public async Task Reads_only_what_is_wanted_and_not_more_than_wanted()
    {
        var archive = FakeTarball.Create([("a.txt", "12345"), ("b.txt", "67890")]);
        var content = await ReadAsync(archive, wanted: path => path == "b.txt" ? 3 : 0);
        var file = content.Files.ShouldHaveSingleItem().Value;
        (file.Path, file.Size, file.IsWhole).ShouldBe(("b.txt", 5, false));
        file.Content.ShouldBe("678"u8.ToArray());
        content.FileCount.ShouldBe(2);
    }

    [Fact]
    public async Task Skips_links_and_devices_and_files_outside_the_outermost_folder()
    {
        var content = await ReadAsync(FakeTarball.Create(
        [
            FakeTarball.Link(TarEntryType.SymbolicLink, "package/README.md", "/etc/passwd"),
            FakeTarball.Link(TarEntryType.HardLink, "package/package.json", "../../secret"),
            FakeTarball.File("stray.txt", "x"u8.ToArray()),
            new PaxTarEntry(TarEntryType.Fifo, "package/pipe"),
        ]));
        (content.Files.Count, content.Skipped).ShouldBe((0, 4));
    }

    [Theory]
    [InlineData("package/../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/windows/system.ini")]
    [InlineData("package/C:/windows")]
    [InlineData("package\\..\\..\\x")]
    [InlineData("..")]
    public async Task Refuses_paths_that_could_leave_the_folder(string path)
    {
        var problem = await Should.ThrowAsync<ArchiveException>(() => ReadAsync(FakeTarball.Create([FakeTarball.File(path, "x"u8.ToArray())])));
        problem.Message.ShouldContain("could leave");
    }

    [Fact]
    public async Task Refuses_depth_length_and_number_beyond_the_limits()
    {
        var deep = "package/" + string.Concat(Enumerable.Repeat("d/", 40)) + "x";
        (await ProblemAsync([FakeTarball.File(deep, [1])])).ShouldContain("folders deep");
        (await ProblemAsync([FakeTarball.File("package/" + new string('x', 1100), [1])])).ShouldContain("1108 characters");
        (await ProblemAsync(
            Enumerable.Range(0, 30).Select(i => FakeTarball.File($"package/{i}", [1])), new ArchiveLimits { MaxEntries = 20 })).ShouldContain("more than 20 entries");
    }

    [Fact]
    public async Task Refuses_a_bomb_quickly_and_cheaply()
    {
        using var zeros = new ZeroStream(100L * 1024 * 1024);
        var bomb = FakeTarball.Create([FakeTarball.File("package/package.json", zeros)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        (await Should.ThrowAsync<ArchiveException>(() => ReadAsync(bomb))).Message.ShouldContain("bomb");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16L * 1024 * 1024);
    }

    [Fact]
    public async Task Refuses_an_extension_header_of_enormous_size_before_reading_it()
    {
        var header = new byte[1024];
        "package/x"u8.CopyTo(header);
        "17777777777 "u8.CopyTo(header.AsSpan(124));
        header[156] = (byte)'x';
        (await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Gzip(Checked(header))))).Message.ShouldContain("extension header of 2147483647 bytes");
    }

    [Fact]
    public async Task Refuses_what_is_cut_or_is_no_archive()
    {
        var good = FakeTarball.Create([("a.txt", new string('x', 5000))]);
        var tar = Unzip(good);
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync("<html>"u8.ToArray()));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync([]));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Gzip(new byte[2048])));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Gzip([.. Enumerable.Repeat((byte)'x', 2048)])));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Gzip(tar[..2000])));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Gzip(tar[..300])));
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(good[..^20]));
    }

    [Fact]
    public async Task Compressed_archives_within_are_files_and_never_unpacked()
    {
        var inner = Gzip(new byte[1024 * 1024]);
        var content = await ReadAsync(FakeTarball.Create([FakeTarball.File("package/inner.tgz", inner)]));
        content.Files["inner.tgz"].Content.ShouldBe(inner);
        content.FileBytes.ShouldBe(inner.Length);
    }

    [Fact]
    public async Task Many_files_with_long_paths_cost_no_more_memory_than_allowed()
    {
        var files = Enumerable.Range(0, 200).Select(i => FakeTarball.File($"package/{new string('x', 900)}{i}", []));
        var content = await ReadAsync(FakeTarball.Create(files), new ArchiveLimits { MaxKeptBytes = 20_000 });
        (content.Files.Count, content.FileCount).ShouldBe((10, 200));
    }

    [Fact]
    public void Every_mutation_ends_in_content_or_in_one_kind_of_error()
    {
        var tar = Unzip(FakeTarball.Create(
        [
            FakeTarball.File("package/" + new string('x', 150) + ".txt", [.. Enumerable.Repeat((byte)'x', 700)]),
            FakeTarball.Link(TarEntryType.SymbolicLink, "package/link", "target"),
            FakeTarball.File("package/b.txt", "content"u8.ToArray()),
        ]));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            (from changes in Gen.Zip(Gen.Choose(0, tar.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, '0', '7', 'x', 0xFF))).ListOf()
             from mendsChecksums in Gen.Elements(true, false)
             from cut in Gen.Choose(0, tar.Length * 4)
             select (changes, mendsChecksums, cut)).ToArbitrary(),
            mutation =>
            {
                var bytes = tar.ToArray();
                foreach (var (at, value) in mutation.changes)
                {
                    bytes[at] = (byte)value;
                }

                // Else hardly any change gets past the first header.
                for (var at = 0; mutation.mendsChecksums && at + 512 <= bytes.Length; at += 512)
                {
                    if (tar.AsSpan(at + 257, 5).SequenceEqual("ustar"u8))
                    {
                        Checked(bytes.AsSpan(at, 512));
                    }
                }

                try
                {
                    ReadAsync(Gzip(bytes[..Math.Min(bytes.Length, mutation.cut)])).GetAwaiter().GetResult().Files.Values.ShouldAllBe(f => f.Content.Length <= f.Size);
                }
                catch (ArchiveException)
                {
                    // The one kind.
                }
            }));
    }

    [Fact]
    public void Every_mutation_of_the_compressed_bytes_ends_in_content_or_in_one_kind_of_error()
    {
        var good = FakeTarball.Create([("a.txt", new string('x', 5000)), ("b.txt", "content")]);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(
            Gen.Zip(Gen.Choose(0, good.Length - 1), Gen.Choose(0, 255)).ListOf().ToArbitrary(),
            changes =>
            {
                var bytes = good.ToArray();
                foreach (var (at, value) in changes)
                {
                    bytes[at] = (byte)value;
                }

                try
                {
                    ReadAsync(bytes).GetAwaiter().GetResult().FileCount.ShouldBeGreaterThanOrEqualTo(0);
                }
                catch (ArchiveException)
                {
                    // The one kind.
                }
            }));
    }

    private static async Task WriteAsync(TarWriter tar, TarEntryFormat format, string path, byte[] content)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, path),
            TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, path),
            TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, path),
            _ => new V7TarEntry(TarEntryType.V7RegularFile, path),
        };
        entry.DataStream = new MemoryStream(content);
        await tar.WriteEntryAsync(entry);
    }

    private static async Task<string> ProblemAsync(IEnumerable<TarEntry> entries, ArchiveLimits? limits = null) =>
        (await Should.ThrowAsync<ArchiveException>(() => ReadAsync(FakeTarball.Create(entries), limits))).Message;

    private static async Task<ArchiveContent> ReadAsync(byte[] archive, ArchiveLimits? limits = null, Func<string, int>? wanted = null)
    {
        using var stream = new MemoryStream(archive);
        return await TarGzArchive.ReadAsync(
            stream, limits ?? new ArchiveLimits(), ArchivePath.BelowFirstFolder, wanted ?? (_ => int.MaxValue), null, CancellationToken.None);
    }

    private static byte[] Checked(byte[] header)
    {
        Checked(header.AsSpan(0, 512));
        return header;
    }

    private static void Checked(Span<byte> header)
    {
        "        "u8.CopyTo(header[148..]);
        var sum = 0;
        foreach (var b in header)
        {
            sum += b;
        }

        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }

    private static byte[] Unzip(byte[] content)
    {
        using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
        using var result = new MemoryStream();
        gzip.CopyTo(result);
        return result.ToArray();
    }
}
