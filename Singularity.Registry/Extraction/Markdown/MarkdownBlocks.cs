using Markdig;
using Markdig.Syntax;

namespace Singularity.Registry.Extraction.Markdown;

/// <summary>Reads the blocks of a Markdown text. Blocks only: some texts take Markdig's inline parsers time that grows with their length squared.</summary>
internal static class MarkdownBlocks
{
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    public static MarkdownDocument Parse(string text)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig's answer to nesting beyond its depth limit, which no text meant for readers has.
            return [];
        }
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder().UseYamlFrontMatter();
        builder.InlineParsers.Clear();
        return builder.Build();
    }
}
