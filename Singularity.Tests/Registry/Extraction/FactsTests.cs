using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Extraction;

public sealed class FactsTests
{
    [Theory]
    [InlineData("git+https://github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("git+https://user:secret@github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("git://github.com/a/b.git#main", "https://github.com/a/b")]
    [InlineData("git+ssh://git@github.com/a/b.git", "https://github.com/a/b")]
    [InlineData("git@github.com:a/b.git", "https://github.com/a/b")]
    [InlineData("ssh://git@example.org/a/b", "https://example.org/a/b")]
    [InlineData("github:a/b", "https://github.com/a/b")]
    [InlineData("a/b", "https://github.com/a/b")]
    [InlineData("gitlab:a/b/c", "https://gitlab.com/a/b/c")]
    [InlineData("gist:1a2b", "https://gist.github.com/1a2b")]
    [InlineData("https://user:secret@example.org:8443/a/b/", "https://example.org:8443/a/b")]
    [InlineData("http://example.org/a", "http://example.org/a")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("words", null)]
    [InlineData(null, null)]
    public void Repositories_become_web_addresses(string? text, string? expected) => RepositoryAddress.Normalize(text).ShouldBe(expected);

    [Fact]
    public void No_text_makes_a_repository_of_another_kind() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary, text => (RepositoryAddress.Normalize(text) ?? "http").StartsWith("http", StringComparison.Ordinal)));

    [Theory]
    [InlineData("lib/README.md readme.txt README", "README")]
    [InlineData("ReadMe.MarkDown readme.md", "readme.md")]
    [InlineData("docs/README.md", "docs/README.md")]
    [InlineData("a/b/README.md README.rst README.zh.md", "README.rst")]
    [InlineData("README.txt README.rst readme.js", "README.rst")]
    [InlineData("a/b/README.md README.zh.md readme.js", null)]
    public void The_outermost_readme_is_chosen(string paths, string? expected) =>
        ReadmeFile.Choose(paths.Split(' ').Select(p => new ArchiveFile(p, [], 0)))?.Path.ShouldBe(expected);

    [Fact]
    public void Text_loses_its_mark_and_what_no_store_can_hold()
    {
        TextFile.Decode([0xEF, 0xBB, 0xBF, (byte)'a', 0xFF, 0, (byte)'b'], isWhole: true).ShouldBe("a\uFFFD\uFFFDb");
        TextFile.Decode([0xFF, 0xFE, (byte)'a', 0], isWhole: true).ShouldBe("a");
        TextFile.Decode("aä"u8[..2], isWhole: false).ShouldBe("a");
    }
}
