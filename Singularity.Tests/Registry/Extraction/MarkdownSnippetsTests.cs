using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Tests.Registry.Extraction;

public sealed class MarkdownSnippetsTests
{
    private static readonly string[] Blocks =
    [
        "# Title", "Setext\n======", "A *paragraph* of `words`.", "```js\nlet a = 1;\n\nlet b = 2;\n```", "~~~~\nplain();\n~~~~", "    indented();\n    more();",
        "- item\n\n  ```ts\n  inList();\n  ```", "> quote\n>\n> ```\n> quoted();\n> ```", "1. one\n\n       inItem();", "```\n\n\nlate();\n```", "<div>\nhtml\n</div>",
        "| a | b |\n|---|---|\n| 1 | 2 |", "```sh\nunclosed", "---\ntitle: front\n---", "[![badge](x)](y)", "",
    ];

    [Fact]
    public void The_line_is_where_the_code_begins() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from blocks in Gen.Elements(Blocks).ListOf()
         from newline in Gen.Elements("\n", "\r\n")
         select string.Join("\n\n", blocks).Replace("\n", newline, StringComparison.Ordinal)).ToArbitrary(),
        text =>
        {
            var lines = text.ReplaceLineEndings("\n").Split('\n');
            foreach (var code in CodeBlockFinder.Find(text))
            {
                var first = code.Code.Split('\n')[0].Trim();
                first.ShouldNotBeEmpty();
                lines[code.Line - 1].ShouldContain(first);
            }
        }));

    [Fact]
    public void No_text_makes_it_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Cut(text ?? "").Count >= 0));

    [Theory]
    [InlineData("[")]
    [InlineData("*a_")]
    [InlineData("> ")]
    [InlineData("`")]
    [InlineData("<a")]
    [InlineData("| ")]
    [InlineData("![](")]
    public void Hostile_nesting_costs_little(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 512 * 1024 / piece.Length));
        var watch = Stopwatch.StartNew();
        Cut(text).Count.ShouldBeLessThanOrEqualTo(1);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Takes_heading_paragraph_and_language_from_around_the_code()
    {
        var snippet = Cut("# Using `it`\n\n![logo](x) See [the docs](y):\n\n``` JS {1,2}\na();\n```").ShouldHaveSingleItem();
        (snippet.Title, snippet.Description, snippet.Language, snippet.Line).ShouldBe(("Using it", "See the docs:", "javascript", 6));
    }

    [Fact]
    public void Badges_by_reference_are_no_description() =>
        Cut("[![Version][img]][url] [![Size][img2]][url2]\n\n```\na();\n```\n\n[img]: x").ShouldHaveSingleItem().Description.ShouldBeNull();

    [Fact]
    public void A_new_heading_forgets_the_paragraph_before_it() =>
        Cut("Words.\n\n# New\n\n```\na();\n```").ShouldHaveSingleItem().Description.ShouldBeNull();

    [Fact]
    public void Leaves_out_empty_blocks_badges_and_repetitions()
    {
        var snippets = Cut("```\n\n```\n\n```md\n[![x](y)](z)\n```\n\n```\na();\n```\n\n    a();\n");
        (snippets.ShouldHaveSingleItem().Code, snippets[0].Line, snippets[0].Title).ShouldBe(("a();", 10, "README"));
    }

    [Fact]
    public void Ids_are_stable_and_distinct()
    {
        const string Text = "```\na();\n```\n\n```\nb();\n```";
        Cut(Text).Select(s => s.Id).ShouldBe(Cut("# Moved\n\n" + Text).Select(s => s.Id));
        Cut(Text).Select(s => s.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Stops_at_the_largest_count() =>
        Cut(string.Concat(Enumerable.Range(0, 600).Select(i => $"```\ncode{i}();\n```\n\n"))).Count.ShouldBe(MarkdownSnippets.MaxCount);

    [Theory]
    [InlineData("js", "javascript")]
    [InlineData("TypeScript", "typescript")]
    [InlineData("language-ts", "typescript")]
    [InlineData("{.python}", null)]
    [InlineData("console", "bash")]
    [InlineData("rust,no_run", "rust")]
    [InlineData("c++", "cpp")]
    [InlineData("zig", "zig")]
    [InlineData("", null)]
    [InlineData("<script>", null)]
    public void Languages_have_one_name(string info, string? expected) => CodeLanguage.Normalize(info).ShouldBe(expected);

    private static IReadOnlyList<Snippet> Cut(string text) => MarkdownSnippets.Cut("pkg:npm/demo@1.0.0", "README.md", text);
}
