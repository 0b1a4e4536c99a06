using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;

namespace Singularity.Tests.Registry.Extraction;

public sealed class DocumentSnippetsTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/CHANGELOG.rst")]
    [InlineData("examples/a.exs")]
    public void Wants_documents(string path) => DocumentSnippets.BytesWanted(path).ShouldBeGreaterThan(0);

    [Theory]
    [InlineData("package.json")]
    [InlineData("src/lib.rs")]
    [InlineData("test/examples/a.exs")]
    public void Wants_nothing_else(string path) => DocumentSnippets.BytesWanted(path).ShouldBe(0);

    [Fact]
    public void Cuts_all_three_kinds()
    {
        var sink = Cut(("README.md", "# Demo\n\n```js\na()\n```\n"), ("CHANGELOG.md", "## 1.0.0\n\n- First\n"), ("examples/b.js", "b()\n"));
        sink.Snippets.Select(s => (s.Kind, s.Path, s.Code)).ShouldBe(
            [(SnippetKind.Readme, "README.md", "a()"), (SnippetKind.Example, "examples/b.js", "b()"), (SnippetKind.Changelog, "CHANGELOG.md", "- First")]);
    }

    [Theory]
    [InlineData("README.rst")]
    [InlineData("README.txt")]
    [InlineData("README")]
    public void Reads_a_readme_in_reStructuredText_whatever_it_is_called(string path) =>
        Cut((path, "Demo\n====\n\nCall it::\n\n    a()\n")).Snippets.ShouldHaveSingleItem().Code.ShouldBe("a()");

    [Fact]
    public void Reads_a_readme_without_extension_as_Markdown() =>
        Cut(("README", "# Demo\n\n```\na()\n```\n")).Snippets.ShouldHaveSingleItem().Title.ShouldBe("Demo");

    private static SnippetSink Cut(params (string Path, string Text)[] files)
    {
        var record = new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = "kettle",
            Version = "1.0.0",
            CollectedAt = DateTimeOffset.UnixEpoch,
            ValidatedAt = DateTimeOffset.UnixEpoch,
        };
        var sink = new SnippetSink(record.Purl);
        DocumentSnippets.Cut(record, files.ToDictionary(f => f.Path, f => new ArchiveFile(f.Path, Encoding.UTF8.GetBytes(f.Text), Encoding.UTF8.GetByteCount(f.Text))), sink);
        return sink;
    }
}
