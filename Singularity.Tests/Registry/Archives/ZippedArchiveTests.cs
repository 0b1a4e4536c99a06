using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Archives;

public sealed class ZippedArchiveTests
{
    private static readonly byte[] Good = FakeZip.Write(
        [new("a.txt", "first"u8.ToArray()), new("b/c.txt", [.. Enumerable.Repeat((byte)'x', 3000)]), new("d.bin", [1, 2, 3]) { Method = 0 }], "signed");

    [Fact]
    public async Task Reads_deflated_and_stored_files_folders_and_a_comment()
    {
        var content = await ReadAsync(FakeZip.Write([.. Entries(), new("lib/", []) { Mode = 0x41ED }], "a comment"));
        content.Files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetString(f.Value.Content)).ShouldBe(
            new Dictionary<string, string> { ["a.txt"] = "first", ["b/ä.txt"] = "second" }, ignoreOrder: true);
        (content.FileCount, content.FileBytes, content.Skipped).ShouldBe((2, 11, 0));
    }

    [Fact]
    public async Task Reads_what_a_streaming_writer_wrote()
    {
        var content = await ReadAsync(FakeZip.Stream(("a.txt", "first"), ("b/c.txt", new string('x', 100_000))));
        (content.Files["a.txt"].Size, content.Files["b/c.txt"].Content.Length, content.FileBytes).ShouldBe((5L, 100_000, 100_005L));
    }

    [Fact]
    public async Task Reads_an_empty_file_and_numbers_in_the_ZIP64_field()
    {
        var content = await ReadAsync(FakeZip.Write([new("empty", []), new("large", "content"u8.ToArray()) { IsLarge = true }]));
        content.Files["empty"].Size.ShouldBe(0);
        content.Files["large"].Content.ShouldBe("content"u8.ToArray());
    }

    [Fact]
    public async Task Reads_a_ZIP64_end_record_and_refuses_one_that_names_another_directory()
    {
        (await ReadAsync(WithLargeEnd(Good, 0))).Files.Count.ShouldBe(3);
        (await ProblemAsync(WithLargeEnd(Good, 1))).ShouldContain("contradict");
    }

    [Fact]
    public async Task Names_without_the_UTF8_flag_are_of_code_page_437()
    {
        var content = await ReadAsync(FakeZip.Write([new("", [1]) { Name = [(byte)'f', 0x81, (byte)'r'], Flags = 0 }]));
        content.Files.Keys.ShouldBe(["für"]);
    }

    [Fact]
    public async Task Reads_only_what_is_wanted_and_not_more_than_wanted()
    {
        var content = await ReadAsync(Good, wanted: path => path == "b/c.txt" ? 7 : 0);
        var file = content.Files.ShouldHaveSingleItem().Value;
        (file.Content.Length, file.Size, file.IsWhole).ShouldBe((7, 3000, false));
        (content.FileCount, content.FileBytes).ShouldBe((3, 3008));
    }

    [Fact]
    public async Task Leaves_out_an_outer_folder_and_what_stands_beside_it()
    {
        using var stream = new MemoryStream(FakeZip.Create(("demo-1.0/setup.py", "x"), ("demo-1.0/demo/a.py", "y"), ("stray", "z")));
        var content = await PackageArchives.ReadAsync(
            stream, ArchiveLayout.ZipInFolder, new ArchiveLimits(), _ => int.MaxValue, null, CancellationToken.None);
        content.Files.Keys.ShouldBe(["setup.py", "demo/a.py"], ignoreOrder: true);
        content.Skipped.ShouldBe(1);
    }

    [Fact]
    public async Task Skips_links_and_devices()
    {
        var content = await ReadAsync(FakeZip.Write(
        [new("link", "/etc/passwd"u8.ToArray()) { Mode = 0xA1FF }, new("pipe", []) { Mode = 0x11A4 }, new("a", [1])]));
        (content.Files.Keys.Single(), content.Skipped).ShouldBe(("a", 2));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/windows/system.ini")]
    [InlineData("a\\..\\x")]
    [InlineData("a\0b")]
    [InlineData("../folder/")]
    public async Task Refuses_paths_that_could_leave_the_folder(string path) =>
        (await ProblemAsync(FakeZip.Create((path, "")))).ShouldContain("could leave");

    [Fact]
    public async Task Refuses_what_readers_could_understand_differently()
    {
        (await ProblemAsync(FakeZip.Create(("a", "1"), ("a", "2")))).ShouldContain("two entries 'a'");
        (await ProblemAsync(FakeZip.Write([new("a", [1]) { LocalName = "b"u8.ToArray() }]))).ShouldContain("not what its directory says");
        (await ProblemAsync([.. "#!/bin/sh\n"u8, .. Good])).ShouldContain("directory is not where");
        (await ProblemAsync(FakeZip.Write(Entries(), count: 1))).ShouldContain("goes on after the 1 entries");
        (await ProblemAsync(FakeZip.Write(Entries(), count: 3))).ShouldContain("in the middle of an entry");
        (await ProblemAsync([.. Good, 0])).ShouldContain("no end record");
    }

    [Fact]
    public async Task Refuses_encryption_and_methods_other_than_deflate()
    {
        (await ProblemAsync(FakeZip.Write([new("a", [1]) { Flags = 1 }]))).ShouldContain("encrypted entry 'a'");
        (await ProblemAsync(FakeZip.Write([new("a", [1]) { Method = 14 }]))).ShouldContain("method 14");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Refuses_a_file_that_is_not_of_the_size_stated(int stated) =>
        (await ProblemAsync(FakeZip.Write([new("a", "12345"u8.ToArray()) { StatedSize = stated }]))).ShouldContain($"does not unpack to the {stated} bytes");

    [Fact]
    public async Task Refuses_depth_length_and_number_beyond_the_limits()
    {
        (await ProblemAsync(FakeZip.Create((string.Concat(Enumerable.Repeat("d/", 40)) + "x", "")))).ShouldContain("folders deep");
        (await ProblemAsync(FakeZip.Create((new string('x', 1100), "")))).ShouldContain("1100 characters");
        (await ProblemAsync(Good, new ArchiveLimits { MaxEntries = 2 })).ShouldContain("more than 2 entries");
    }

    [Fact]
    public async Task Refuses_entries_that_share_bytes()
    {
        var kernel = new FakeZipEntry("a0", new byte[10_000]);
        (await ProblemAsync(FakeZip.Write([kernel, .. Enumerable.Range(1, 50).Select(i => kernel with { Path = $"a{i}", Name = Encoding.UTF8.GetBytes($"a{i}"), Offset = 0 })])))
            .ShouldContain("share the same bytes");
        (await ProblemAsync(FakeZip.Write([new("a", [1, 2]) { Method = 0, StatedCompressed = 60, StatedSize = 60 }]))).ShouldContain("share the same bytes");
    }

    [Fact]
    public void Refuses_bombs_quickly_and_cheaply()
    {
        var honest = FakeZip.Write([new("bomb", new byte[64 * 1024 * 1024])]);
        var lying = FakeZip.Write([new("bomb", new byte[64 * 1024 * 1024]) { StatedSize = 10 }]);
        var boastful = FakeZip.Write([new("bomb", [1]) { StatedSize = 1L << 40, IsLarge = true }]);

        // Without an await in between, so that this thread's own count is compared; a stream in memory answers at once.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Problem(honest).ShouldContain("bomb");
        Problem(lying).ShouldContain("does not unpack to the 10 bytes");
        Problem(boastful).ShouldContain("unpacks to more than");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1024L * 1024);

        static string Problem(byte[] archive)
        {
            var reading = ReadAsync(archive);
            reading.IsCompleted.ShouldBeTrue();
            return Should.Throw<ArchiveException>(() => reading.GetAwaiter().GetResult()).Message;
        }
    }

    [Fact]
    public async Task Many_files_with_long_paths_cost_no_more_memory_than_allowed()
    {
        var files = Enumerable.Range(0, 200).Select(i => new FakeZipEntry(new string('x', 900) + i, []) { Method = 0 }).ToArray();
        var content = await ReadAsync(FakeZip.Write(files), new ArchiveLimits { MaxKeptBytes = 20_000 });
        (content.Files.Count, content.FileCount).ShouldBe((10, 200));
    }

    [Fact]
    public void Every_mutation_ends_in_content_or_in_one_kind_of_error() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(
            (from changes in Gen.Zip(Gen.Choose(0, Good.Length - 1), Gen.OneOf(Gen.Choose(0, 255), Gen.Elements(0, 1, 0xFF))).ListOf()
             from cut in Gen.Choose(0, Good.Length * 4)
             select (changes, cut)).ToArbitrary(),
            mutation =>
            {
                var bytes = Good.ToArray();
                foreach (var (at, value) in mutation.changes)
                {
                    bytes[at] = (byte)value;
                }

                try
                {
                    ReadAsync(bytes[..Math.Min(bytes.Length, mutation.cut)]).GetAwaiter().GetResult().Files.Values.ShouldAllBe(f => f.Content.Length <= f.Size);
                }
                catch (ArchiveException)
                {
                    // The one kind.
                }
            }));

    [Fact]
    public async Task Every_cut_archive_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            await Should.ThrowAsync<ArchiveException>(() => ReadAsync(Good[..length]));
        }
    }

    private static FakeZipEntry[] Entries() => [new("a.txt", "first"u8.ToArray()), new("b/ä.txt", "second"u8.ToArray()) { Method = 0 }];

    /// <summary>With a ZIP64 end record, its count off by <paramref name="lie"/>, before the usual one.</summary>
    private static byte[] WithLargeEnd(byte[] zip, int lie)
    {
        var at = zip.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x50, 0x4b, 5, 6]);
        var large = new byte[76];
        BinaryPrimitives.WriteUInt32LittleEndian(large, 0x06064b50);
        BinaryPrimitives.WriteUInt64LittleEndian(large.AsSpan(4), 44);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 10)) + lie;
        BinaryPrimitives.WriteInt64LittleEndian(large.AsSpan(24), count);
        BinaryPrimitives.WriteInt64LittleEndian(large.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(large.AsSpan(40), BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 12)));
        BinaryPrimitives.WriteInt64LittleEndian(large.AsSpan(48), BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 16)));
        BinaryPrimitives.WriteUInt32LittleEndian(large.AsSpan(56), 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(large.AsSpan(64), at);
        BinaryPrimitives.WriteUInt32LittleEndian(large.AsSpan(72), 1);
        return [.. zip[..at], .. large, .. zip[at..]];
    }

    private static async Task<string> ProblemAsync(byte[] archive, ArchiveLimits? limits = null) =>
        (await Should.ThrowAsync<ArchiveException>(() => ReadAsync(archive, limits))).Message;

    private static async Task<ArchiveContent> ReadAsync(byte[] archive, ArchiveLimits? limits = null, Func<string, int>? wanted = null)
    {
        using var stream = new MemoryStream(archive);
        return await PackageArchives.ReadAsync(
            stream, ArchiveLayout.Zip, limits ?? new ArchiveLimits(), wanted ?? (_ => int.MaxValue), null, CancellationToken.None);
    }
}
