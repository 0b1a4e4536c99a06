using System.IO.Compression;
using System.Text;
using Singularity.Registry.Advisories.Dumps;
using Singularity.Registry.Advisories.Osv;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories.Dumps;

public sealed class OsvDumpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_every_document_of_a_zip_and_nothing_else()
    {
        var zip = Zip(("A-1.json", OsvSamples.Json("A-1")), ("npm/B-1.json", OsvSamples.Json("B-1")), ("README.md", "# no document"), ("folder/", ""));

        using var dump = OsvDump.Open(zip, new DumpLimits());

        dump.Count.ShouldBe(2);
        dump.ReadAll().Select(static f => (f.Name, Encoding.UTF8.GetString(f.Json.Span))).ShouldBe([("A-1.json", OsvSamples.Json("A-1")), ("npm/B-1.json", OsvSamples.Json("B-1"))]);
    }

    [Fact]
    public void Reads_a_folder_in_order_without_following_links()
    {
        _folder.Write("b.json", OsvSamples.Json("B-1"));
        _folder.Write("a.json", OsvSamples.Json("A-1"));
        _folder.Write("notes.txt", "no document");
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Path, "sub", "deeper")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "c.json"), OsvSamples.Json("C-1"));
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "circle"), _folder.Path);
            File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.json"), Path.Combine(elsewhere, "c.json"));
        }

        using var dump = OsvDump.Open(_folder.Path, new DumpLimits());

        dump.ReadAll().Select(static f => f.Name.Replace('\\', '/')).ShouldBe(["a.json", "b.json", "sub/deeper/c.json"]);
    }

    [Fact]
    public void Reads_one_file()
    {
        using var dump = OsvDump.Open(_folder.Write("one.json", OsvSamples.Json("A-1")), new DumpLimits());

        dump.ReadAll().ShouldHaveSingleItem().Problem.ShouldBeNull();
    }

    [Fact]
    public void A_decompression_bomb_is_one_error_and_the_rest_goes_on()
    {
        var bomb = new string(' ', 4 * 1024 * 1024);
        var noise = new byte[(OsvLimits.Bytes / 2) + 1];
        new Random(20250601).NextBytes(noise);
        using var dump = OsvDump.Open(Zip(("bomb.json", bomb), ("huge.json", Convert.ToHexString(noise)), ("A-1.json", OsvSamples.Json("A-1"))), new DumpLimits());

        var files = dump.ReadAll().ToList();

        files[0].Problem!.ShouldContain("bomb");
        files[1].Problem!.ShouldContain($"{OsvLimits.Bytes}");
        files[2].Problem.ShouldBeNull();
        files.Take(2).ShouldAllBe(static f => f.Json.IsEmpty);
    }

    [Fact]
    public void A_damaged_entry_is_one_error_and_the_rest_goes_on()
    {
        var path = Zip(("A-1.json", OsvSamples.Json("A-1")), ("B-1.json", OsvSamples.Json("B-1")));
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(30 + "A-1.json".Length + 8, 40).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        using var dump = OsvDump.Open(path, new DumpLimits());

        var files = dump.ReadAll().ToList();

        (files[0].Problem is not null || OsvReader.Read(files[0].Json.Span) is OsvReading.Bad).ShouldBeTrue();
        files[1].Problem.ShouldBeNull();
    }

    [Fact]
    public void Refuses_a_dump_that_breaks_a_limit()
    {
        var zip = Zip(("A-1.json", OsvSamples.Json("A-1")), ("B-1.json", OsvSamples.Json("B-1")), ("C-1.json", OsvSamples.Json("C-1")));

        Should.Throw<DumpException>(() => OsvDump.Open(zip, new DumpLimits { Entries = 2 })).Message.ShouldContain("3 files");
        Should.Throw<DumpException>(() => OsvDump.Open(zip, new DumpLimits { DirectoryBytes = 100 })).Message.ShouldContain("directory");
        using var dump = OsvDump.Open(zip, new DumpLimits { UnpackedBytes = 2_000 });
        Should.Throw<DumpException>(() => dump.ReadAll().ToList()).Message.ShouldContain("2000 bytes");
        File.Delete(zip);
        _folder.Write("a.json", "{}");
        _folder.Write("b.json", "{}");
        Should.Throw<DumpException>(() => OsvDump.Open(_folder.Path, new DumpLimits { Entries = 1 })).Message.ShouldContain("more than 1 files");
    }

    [Fact]
    public void Says_when_there_is_nothing_or_no_zip()
    {
        Should.Throw<DumpException>(() => OsvDump.Open(Path.Combine(_folder.Path, "missing.zip"), new DumpLimits())).Message.ShouldContain("missing.zip");
        Should.Throw<DumpException>(() => OsvDump.Open(_folder.Write("x.zip", "no zip at all"), new DumpLimits())).Message.ShouldContain("not a zip");
        Should.Throw<DumpException>(() => OsvDump.Open(_folder.Write("empty.zip", ""), new DumpLimits())).Message.ShouldContain("not a zip");
        var cut = Zip(("A-1.json", OsvSamples.Json("A-1")));
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..^30]);
        Should.Throw<DumpException>(() => OsvDump.Open(cut, new DumpLimits()));
    }

    [Fact]
    public void No_change_of_bytes_gets_past_the_dumps_own_errors()
    {
        var path = Zip(("A-1.json", OsvSamples.Json("A-1")), ("B-1.json", OsvSamples.Json("B-1")));
        var bytes = File.ReadAllBytes(path);
        var random = new Random(20250601);
        for (var i = 0; i < 500; i++)
        {
            var changed = bytes.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, changed);
            try
            {
                using var dump = OsvDump.Open(path, new DumpLimits());
                dump.ReadAll().Count().ShouldBeLessThanOrEqualTo(2);
            }
            catch (DumpException exception)
            {
                exception.Message.ShouldContain(path);
            }
        }
    }

    private string Zip(params (string Name, string Content)[] entries)
    {
        var path = Path.Combine(_folder.Path, "dump.zip");
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        return path;
    }
}
