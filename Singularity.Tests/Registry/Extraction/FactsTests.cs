using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Extraction;

public sealed class FactsTests
{
    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData(" mit ", "MIT")]
    [InlineData("The MIT License (MIT)", "MIT")]
    [InlineData("Apache License, Version 2.0", "Apache-2.0")]
    [InlineData("(MIT OR Apache-2.0)", "MIT OR Apache-2.0")]
    [InlineData("(MIT or apache-2.0) and BSD-3-Clause", "(MIT OR Apache-2.0) AND BSD-3-Clause")]
    [InlineData("MIT/Apache-2.0", "MIT OR Apache-2.0")]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("GPL-2.0+", "GPL-2.0-or-later")]
    [InlineData("BSD", null)]
    [InlineData("SEE LICENSE IN LICENSE.md", null)]
    [InlineData("UNLICENSED", null)]
    [InlineData("(MIT", null)]
    [InlineData("MIT OR", null)]
    [InlineData("()", null)]
    [InlineData(null, null)]
    public void Licences_become_SPDX_expressions_or_stay_unknown(string? text, string? expected) => SpdxLicense.Normalize(text).ShouldBe(expected);

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
    public void No_text_makes_them_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        HostileText.Arbitrary,
        text => (SpdxLicense.Normalize(text) ?? "MIT").Length > 0 && (RepositoryAddress.Normalize(text) ?? "http").StartsWith("http", StringComparison.Ordinal)));

    [Theory]
    [InlineData("lib/README.md readme.txt README", "README")]
    [InlineData("ReadMe.MarkDown readme.md", "readme.md")]
    [InlineData("docs/README.md", "docs/README.md")]
    [InlineData("a/b/README.md README.rst README.zh.md", null)]
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
