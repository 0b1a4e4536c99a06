using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Changelog;

namespace Singularity.Tests.Registry.Extraction.Changelog;

public sealed class ChangelogSnippetsTests
{
    [Fact]
    public void Cuts_keep_a_changelog_by_version()
    {
        var sections = Cut("""
            # Changelog

            All notable changes are listed here.

            ## [Unreleased]

            - Still cooking

            ## [1.2.0] - 2024-05-01

            ### Added

            - `brew()` takes a `Temperature`

            ```js
            ## [9.9.9]
            ```

            ## [1.1.0] - 2024-02-11
            ### Fixed
            - A leak

            [Unreleased]: https://example.org/compare/v1.2.0...HEAD
            [1.2.0]: https://example.org/releases/v1.2.0
            """);
        sections.Select(s => (s.Symbol, s.Description, s.Line)).ShouldBe([(null, null, 7), ("1.2.0", "2024-05-01", 11), ("1.1.0", "2024-02-11", 20)]);
        sections.ShouldAllBe(s => s.Kind == SnippetKind.Changelog && s.Language == "markdown");
        sections[0].Title.ShouldBe("[Unreleased]");
        sections[1].Code.ShouldBe("### Added\n\n- `brew()` takes a `Temperature`\n\n```js\n## [9.9.9]\n```");
        sections[2].Code.ShouldBe("### Fixed\n- A leak");
    }

    [Fact]
    public void Cuts_generated_logs_with_links_and_anchors()
    {
        var sections = Cut("""
            <a name="2.0.0"></a>
            # [2.0.0](https://example.org/compare/v1.9.0...v2.0.0) (2023-10-02)

            ### Features

            * **kettle:** whistle ([ab12cd3](https://example.org/commit/ab12cd3))

            ## 1.9.0 (2023-09-01)

            ### Bug Fixes

            * drip
            """);
        sections.Select(s => (s.Title, s.Symbol)).ShouldBe([("2.0.0 (2023-10-02)", "2.0.0"), ("1.9.0 (2023-09-01)", "1.9.0")]);
        sections[1].Code.ShouldBe("### Bug Fixes\n\n* drip");
    }

    [Fact]
    public void Cuts_underlined_headings_as_Markdown()
    {
        var sections = Cut("1.2.0 / 2024-05-01\n==================\n\n  * Fix pouring\n  * deps: cup@2\n\n1.1.9 / 2024-04-01\n==================\n\n  * Fix lid\n", "HISTORY.md");
        sections.Select(s => (s.Symbol, s.Description, s.Code)).ShouldBe(
            [("1.2.0", "2024-05-01", "  * Fix pouring\n  * deps: cup@2"), ("1.1.9", "2024-04-01", "  * Fix lid")]);
    }

    [Fact]
    public void Cuts_reStructuredText_and_finds_the_date_below_the_heading()
    {
        var sections = Cut("""
            .. currentmodule:: demo

            Version 3.0.1
            -------------

            Released 2024-01-18

            -   Correct type for ``path`` argument.

            Version 3.0.0
            -------------

            Bug fixes
            ~~~~~~~~~

            -   Remove old names.

            Older releases
            --------------

            Lost.
            """, "CHANGES.rst");
        sections.Select(s => (s.Symbol, s.Description, s.Language)).ShouldBe([("3.0.1", "2024-01-18", "rst"), ("3.0.0", null, "rst")]);
        sections[1].Code.ShouldBe("Bug fixes\n~~~~~~~~~\n\n-   Remove old names.");
    }

    [Fact]
    public void Cuts_plain_text_at_lines_that_are_a_version()
    {
        var sections = Cut("Demo NEWS\n\n1.2.0 (2024-05-01)\n  - Faster\n    1.0 is gone\n\nVersion 1.1.0:\n  - Slower\n", "NEWS");
        sections.Select(s => (s.Title, s.Symbol, s.Code)).ShouldBe(
            [("1.2.0 (2024-05-01)", "1.2.0", "  - Faster\n    1.0 is gone"), ("Version 1.1.0", "1.1.0", "  - Slower")]);
    }

    [Fact]
    public void Versions_with_the_same_changes_are_all_kept() =>
        Cut("## 1.1.0\n\n- Bug fixes\n\n## 1.0.1\n\n- Bug fixes\n").Select(s => s.Symbol).ShouldBe(["1.1.0", "1.0.1"]);

    [Fact]
    public void Keeps_the_newest_versions_and_the_beginning_of_long_ones()
    {
        var sections = Cut("## 999.0.0\n\n" + string.Concat(Enumerable.Repeat("- A line of changes\n", 2000)) + string.Concat(Enumerable.Range(0, 400).Select(i => $"## 1.{i}.0\n\n- {i}\n")));
        (sections.Count, sections[0].Symbol).ShouldBe((ChangelogSnippets.MaxCount, "999.0.0"));
        sections[0].Code.Length.ShouldBeInRange(ChangelogSnippets.MaxSection - 100, ChangelogSnippets.MaxSection);
        sections[0].Code.ShouldEndWith("- A line of changes\n…");
    }

    [Fact]
    public void The_line_is_where_the_changes_begin() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from blocks in Gen.Elements("# Log", "## 1.0.0", "2.0 / 2024-05-01\n===", "- change", "### Fixed", "```\n## 3.0\n```", "Released 2024-01-01", "[x]: y", "1.5.0", "").ListOf()
         from newline in Gen.Elements("\n", "\r\n")
         from name in Gen.Elements("CHANGELOG.md", "NEWS", "CHANGES.rst", "HISTORY.txt")
         select (Text: string.Join("\n\n", blocks).Replace("\n", newline, StringComparison.Ordinal), Name: name)).ToArbitrary(),
        log =>
        {
            var lines = TextLines.Of(log.Text);
            foreach (var section in Cut(log.Text, log.Name))
            {
                lines[section.Line - 1].TrimEnd().ShouldBe(section.Code.Split('\n')[0]);
            }
        }));

    [Theory]
    [InlineData("## 1.0\n")]
    [InlineData("# [[[[[[[[1.0 ")]
    [InlineData("1.0\n===\n")]
    [InlineData("> ")]
    [InlineData("=")]
    [InlineData("[")]
    public void Hostile_texts_end_in_few_snippets(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, ChangelogFile.MaxBytes / piece.Length));
        foreach (var name in new[] { "CHANGELOG.md", "CHANGES.rst", "NEWS" })
        {
            Cut(text, name).Count.ShouldBeLessThanOrEqualTo(ChangelogSnippets.MaxCount);
        }
    }

    [Theory]
    [InlineData("docs/CHANGELOG.md HISTORY.md CHANGES", "CHANGES")]
    [InlineData("changelog.txt ChangeLog.MD", "ChangeLog.MD")]
    [InlineData("doc/NEWS.rst lib/CHANGELOG.md", "doc/NEWS.rst")]
    [InlineData("CHANGELOG.js src/changes.md changelogger.md", null)]
    public void The_outermost_log_is_chosen(string paths, string? expected) =>
        ChangelogFile.Choose(paths.Split(' ').Select(p => new ArchiveFile(p, [], 0)))?.Path.ShouldBe(expected);

    private static IReadOnlyList<Snippet> Cut(string text, string path = "CHANGELOG.md")
    {
        var sink = new SnippetSink("pkg:npm/demo@1.0.0");
        ChangelogSnippets.Cut(sink, path, text);
        return sink.Snippets;
    }
}
