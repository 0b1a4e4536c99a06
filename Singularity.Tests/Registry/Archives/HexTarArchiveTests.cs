using System.Formats.Tar;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Archives;

public sealed class HexTarArchiveTests
{
    private static readonly FakeHexTarball Good = new()
    {
        Metadata = "{<<\"name\">>,<<\"acorn\">>}.\n"u8.ToArray(),
        Files = [("mix.exs", "defmodule Acorn.MixProject do"), ("lib/acorn.ex", "defmodule Acorn do\nend\n"), ("README.md", "# Acorn")],
    };

    [Fact]
    public async Task Reads_the_contents_without_an_outer_folder_and_the_metadata_beside_them()
    {
        var content = await ReadAsync(Good.ToBytes());
        content.Files.Keys.ShouldBe(["mix.exs", "lib/acorn.ex", "README.md", "metadata.config"]);
        Encoding.UTF8.GetString(content.Files["metadata.config"].Content).ShouldBe("{<<\"name\">>,<<\"acorn\">>}.\n");
        Encoding.UTF8.GetString(content.Files["lib/acorn.ex"].Content).ShouldBe("defmodule Acorn do\nend\n");
        (content.FileCount, content.Skipped).ShouldBe((3, 0));
    }

    [Fact]
    public async Task Reads_only_what_is_wanted()
    {
        var content = await ReadAsync(Good.ToBytes(), path => path == "README.md" ? 3 : 0);
        content.Files.Values.ShouldHaveSingleItem().Content.ShouldBe("# A"u8.ToArray());
    }

    [Fact]
    public async Task The_metadata_of_the_archive_wins_over_a_file_of_the_same_name()
    {
        var content = await ReadAsync((Good with { Files = [("metadata.config", "other")] }).ToBytes());
        Encoding.UTF8.GetString(content.Files["metadata.config"].Content).ShouldStartWith("{<<\"name\">>");
    }

    [Fact]
    public async Task Refuses_an_archive_whose_inner_checksum_differs()
    {
        (await ProblemAsync((Good with { Checksum = new string('0', 64) }).ToBytes())).ShouldContain("inner checksum '000");
        (await ProblemAsync((Good with { Checksum = "" }).ToBytes())).ShouldContain("inner checksum ''");
    }

    [Fact]
    public async Task Takes_an_inner_checksum_in_small_letters()
    {
        var bytes = Good.ToBytes();
        var at = bytes.AsSpan().IndexOf("CHECKSUM"u8) + 512;
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(bytes, at, 64).ToLowerInvariant()).CopyTo(bytes, at);
        (await ReadAsync(bytes)).FileCount.ShouldBe(3);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("4")]
    [InlineData("")]
    public async Task Refuses_another_layout(string version) =>
        (await ProblemAsync((Good with { Version = Encoding.ASCII.GetBytes(version) }).ToBytes())).ShouldContain($"layout '{version}'");

    [Fact]
    public async Task Refuses_parts_that_are_missing_doubled_strange_or_too_large()
    {
        (await ProblemAsync(FakeHexTarball.Pack(("VERSION", "3"u8.ToArray())))).ShouldContain("has no CHECKSUM");
        (await ProblemAsync(FakeHexTarball.Pack(("VERSION", "3"u8.ToArray()), ("VERSION", "3"u8.ToArray())))).ShouldContain("or not twice");
        (await ProblemAsync(FakeHexTarball.Pack(("../evil", [1])))).ShouldContain("'../evil'");
        (await ProblemAsync(FakeHexTarball.Pack(("VERSION", new byte[65])))).ShouldContain("VERSION of 65 bytes");
        (await ProblemAsync((Good with { Metadata = new byte[(4 * 1024 * 1024) + 1] }).ToBytes())).ShouldContain("at most 4194304");
        (await ProblemAsync([])).ShouldContain("has no VERSION");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("lib/../../x")]
    [InlineData("C:/x")]
    public async Task Refuses_paths_that_could_leave_the_folder(string path)
    {
        var contents = FakeTarball.Create([FakeTarball.File(path, [1])]);
        (await ProblemAsync((Good with { Contents = contents }).ToBytes())).ShouldContain("could leave");
    }

    [Fact]
    public async Task Skips_links_of_the_contents()
    {
        var contents = FakeTarball.Create([FakeTarball.Link(TarEntryType.SymbolicLink, "README.md", "/etc/passwd")]);
        var content = await ReadAsync((Good with { Contents = contents }).ToBytes());
        (content.Files.Keys.Single(), content.Skipped).ShouldBe(("metadata.config", 1));
    }

    [Fact]
    public async Task Refuses_a_bomb_in_the_contents()
    {
        using var zeros = new ZeroStream(100L * 1024 * 1024);
        var contents = FakeTarball.Create([FakeTarball.File("lib/a.ex", zeros)]);
        (await ProblemAsync((Good with { Contents = contents }).ToBytes())).ShouldContain("bomb");
    }

    [Fact]
    public void Changed_and_cut_archives_are_refused_or_read() => Check.QuickThrowOnFailure(Prop.ForAll(
        Mutated().ToArbitrary(),
        async bytes =>
        {
            try
            {
                await ReadAsync(bytes);
            }
            catch (ArchiveException)
            {
                // The one way to refuse.
            }
        }));

    private static Gen<byte[]> Mutated()
    {
        var good = Good.ToBytes();
        return from at in Gen.Choose(0, good.Length - 1)
               from value in Gen.Choose(0, 255)
               from length in Gen.Frequency((3, Gen.Constant(good.Length)), (1, Gen.Choose(0, good.Length)))
               select (byte[])[.. good.Select((b, i) => i == at ? (byte)value : b).Take(length)];
    }

    private static async Task<string> ProblemAsync(byte[] archive) => (await Should.ThrowAsync<ArchiveException>(() => ReadAsync(archive))).Message;

    private static async Task<ArchiveContent> ReadAsync(byte[] archive, Func<string, int>? wanted = null)
    {
        using var stream = new MemoryStream(archive);
        return await PackageArchives.ReadAsync(
            stream, ArchiveLayout.HexTar, new ArchiveLimits(), wanted ?? (_ => int.MaxValue), null, CancellationToken.None);
    }
}
