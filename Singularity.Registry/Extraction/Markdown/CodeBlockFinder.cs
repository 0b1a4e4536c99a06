using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace Singularity.Registry.Extraction.Markdown;

/// <summary>A piece of code in a Markdown text, with what stands around it.</summary>
/// <param name="Code">Without blank lines before and after.</param>
/// <param name="Line">Its first line in the text, from 1.</param>
/// <param name="Heading">The nearest heading above, or null.</param>
/// <param name="Paragraph">The nearest paragraph above and below that heading, or null.</param>
internal sealed record FoundCode(string Code, string? Language, int Line, string? Heading, string? Paragraph);

/// <summary>Finds fenced and indented code, in lists and quotes too.</summary>
internal static class CodeBlockFinder
{
    /// <summary>Deeper nesting is not followed.</summary>
    private const int MaxDepth = 64;

    public static IReadOnlyList<FoundCode> Find(string text)
    {
        var walk = new Walk(text);
        walk.Visit(MarkdownBlocks.Parse(text), 0);
        return walk.Found;
    }

    private sealed class Walk(string text)
    {
        private HeadingBlock? _heading;
        private ParagraphBlock? _paragraph;

        public List<FoundCode> Found { get; } = [];

        public void Visit(Block block, int depth)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    _heading = heading;
                    _paragraph = null;
                    break;
                case ParagraphBlock paragraph:
                    _paragraph = paragraph;
                    break;
                case YamlFrontMatterBlock:
                    break;
                case CodeBlock code:
                    Add(code);
                    break;
                case ContainerBlock container when depth < MaxDepth:
                    foreach (var child in container)
                    {
                        Visit(child, depth + 1);
                    }

                    break;
            }
        }

        private string? Words(LeafBlock? block, int maxLength) =>
            block is null ? null : MarkdownText.Of(text.AsSpan(block.Span.Start, Math.Min(block.Span.Length, maxLength * 4)).ToString(), maxLength);

        private void Add(CodeBlock block)
        {
            var lines = block.Lines.Lines.AsSpan(0, block.Lines.Count).ToArray();
            var first = Array.FindIndex(lines, l => !string.IsNullOrWhiteSpace(l.Slice.ToString()));
            if (first >= 0)
            {
                var last = Array.FindLastIndex(lines, l => !string.IsNullOrWhiteSpace(l.Slice.ToString()));
                var code = string.Join('\n', lines[first..(last + 1)].Select(l => l.Slice.ToString().TrimEnd()));
                var language = CodeLanguage.Normalize((block as FencedCodeBlock)?.Info);
                Found.Add(new FoundCode(code, language, lines[first].Line + 1, Words(_heading, MarkdownText.MaxHeading), Words(_paragraph, MarkdownText.MaxParagraph)));
            }
        }
    }
}
