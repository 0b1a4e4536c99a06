using System.Text;
using Singularity.Registry.Lockfiles;

namespace Singularity.Tests.Registry.Lockfiles;

public sealed class LockfileFormatsTests
{
    [Theory]
    [InlineData("package-lock.json", "package-lock.json")]
    [InlineData("a/npm-shrinkwrap.json", "package-lock.json")]
    [InlineData("C:\\a\\pnpm-lock.yaml", "pnpm-lock.yaml")]
    [InlineData("yarn.lock", "yarn.lock")]
    [InlineData("cargo.LOCK", "Cargo.lock")]
    [InlineData("mix.lock", "mix.lock")]
    [InlineData("packages.lock.json", "packages.lock.json")]
    [InlineData("obj/project.assets.json", "project.assets.json")]
    [InlineData("Directory.Packages.props", "Directory.Packages.props")]
    [InlineData("a.csproj", "csproj")]
    [InlineData("poetry.lock", "poetry.lock")]
    [InlineData("uv.lock", "uv.lock")]
    [InlineData("Pipfile.lock", "Pipfile.lock")]
    [InlineData("requirements-dev.txt", "requirements.txt")]
    [InlineData("Gemfile.lock", null)]
    [InlineData("", null)]
    public void Finds_the_format_by_the_name_of_the_file(string fileName, string? format) => (LockfileFormats.Find(fileName, null)?.Name).ShouldBe(format);

    [Fact]
    public void A_named_format_counts_more_than_the_name_of_the_file() =>
        LockfileFormats.Read("pinned.txt", "Requirements.txt", "a==1.0"u8.ToArray()).ShouldBeOfType<LockfileReading.Read>().Packages().ShouldBe(["pypi:a@1.0"]);

    [Fact]
    public void Says_which_formats_there_are_when_none_fits()
    {
        var known = string.Join(", ", LockfileFormats.Names);
        LockfileReadings.Problem("a/Gemfile.lock", "").ShouldBe($"a/Gemfile.lock: no format is known for this name; name one of {known}.");
        LockfileFormats.Read("a", "bundler", default).ShouldBe(new LockfileReading.Malformed($"a: 'bundler' is no format; name one of {known}."));
    }

    [Fact]
    public void Every_name_finds_its_format() => LockfileFormats.Names.ShouldAllBe(name => LockfileFormats.Find("x", name)!.Name == name);

    [Fact]
    public void A_byte_order_mark_is_no_content() =>
        LockfileReadings.Read("yarn.lock", "\uFEFFa@1:\n  version \"1.0.0\"\n").Packages().ShouldBe(["npm:a@1.0.0"]);

    [Fact]
    public void Says_which_line_is_not_utf8()
    {
        byte[] content = [.. "a==1.0\n# caf"u8, 0xE9, .. "\nb==1.0"u8];
        LockfileReadings.Problem("requirements.txt", content).ShouldBe("requirements.txt line 2: is not UTF-8 text; save it as UTF-8.");
    }

    [Fact]
    public void Says_when_half_of_a_utf16_character_is_missing()
    {
        byte[] content = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a"), 0x00, 0xD8];
        LockfileReadings.Problem("requirements.txt", content).ShouldBe("requirements.txt: is marked as UTF-16 and is not; save it as UTF-8.");
    }

    [Fact]
    public void Refuses_a_file_that_is_too_large() =>
        LockfileReadings.Problem("yarn.lock", new byte[LockfileLimits.MaxBytes + 1])
            .ShouldBe("yarn.lock: has 67108865 bytes where at most 67108864 are read; import its projects one by one.");

    [Theory]
    [InlineData("package = [", "{},", "]")]
    [InlineData("", "[[package]]\n", "")]
    public void Refuses_toml_that_would_grow_beyond_memory(string start, string repeated, string end)
    {
        var content = start + string.Concat(Enumerable.Repeat(repeated, 1_100_000)) + end;
        LockfileReadings.Problem("Cargo.lock", content).ShouldEndWith("the document has more than 1000000 values; run cargo generate-lockfile to write it anew.");
    }

    [Fact]
    public void Shows_no_control_characters_of_a_name() =>
        LockfileReadings.Problem("\u001b[31m/yarn.lock", "x").ShouldStartWith("?[31m/yarn.lock line 1: ");
}
