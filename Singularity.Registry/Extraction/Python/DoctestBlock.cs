using System.Text;

namespace Singularity.Registry.Extraction.Python;

/// <summary>Turns an interactive session into code that can be run: prompts go, what was printed stays as comments.</summary>
internal static class DoctestBlock
{
    private const string Prompt = ">>>";
    private const string Continuation = "...";

    public static bool IsPrompt(ReadOnlySpan<char> line) =>
        line.TrimStart().StartsWith(Prompt, StringComparison.Ordinal) && After(line.TrimStart()) is { IsEmpty: true } or [' ', ..];

    public static string Render(IEnumerable<string> lines)
    {
        var result = new StringBuilder();
        var (isInput, isTraceback) = (false, false);
        foreach (var line in lines)
        {
            var text = line.AsSpan().Trim();
            if (IsPrompt(text))
            {
                (isInput, isTraceback) = (true, false);
                AppendCode(result, text);
            }
            else if (isInput && text.StartsWith(Continuation, StringComparison.Ordinal) && After(text) is { IsEmpty: true } or [' ', ..])
            {
                AppendCode(result, text);
            }
            else
            {
                isTraceback |= text.StartsWith("Traceback (", StringComparison.Ordinal);
                // Of a traceback its last line says it all; the lines above are indented or left out.
                var isFrame = isTraceback && (text.StartsWith("Traceback (", StringComparison.Ordinal) || text.StartsWith(Continuation, StringComparison.Ordinal)
                    || (line.Length > 0 && line[0] == ' '));
                isInput = isInput && text.Length == 0;
                AppendOutput(result, isFrame ? "" : text is "<BLANKLINE>" ? "#" : text);
            }
        }

        return result.ToString().Trim('\n');
    }

    private static ReadOnlySpan<char> After(ReadOnlySpan<char> text) => text[Prompt.Length..];

    private static void AppendCode(StringBuilder result, ReadOnlySpan<char> text)
    {
        var code = After(text);
        code = code.StartsWith(" ") ? code[1..] : code;
        var directive = code.IndexOf("doctest:", StringComparison.Ordinal);
        var comment = directive < 0 ? -1 : code[..directive].LastIndexOf('#');
        code = (comment < 0 ? code : code[..comment]).TrimEnd();
        if (code.Length > 0)
        {
            result.Append(code).Append('\n');
        }
    }

    private static void AppendOutput(StringBuilder result, ReadOnlySpan<char> text)
    {
        if (text.Length > 0)
        {
            result.Append(text is "#" ? "" : "# ").Append(text).Append('\n');
        }
        else if (result.Length > 1 && (result[^1] != '\n' || result[^2] != '\n'))
        {
            result.Append('\n');
        }
    }
}
