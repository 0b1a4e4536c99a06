namespace Singularity.Registry.Extraction;

/// <summary>A text by lines, whatever ends them.</summary>
internal static class TextLines
{
    public static string[] Of(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    /// <summary>The lines joined, without blank ones before and after and without blanks at their ends.</summary>
    /// <param name="first">Index of the first line that is not blank, or -1.</param>
    public static string Join(ReadOnlySpan<string> lines, out int first)
    {
        var (start, end) = (0, lines.Length);
        while (start < end && string.IsNullOrWhiteSpace(lines[start]))
        {
            start++;
        }

        while (end > start && string.IsNullOrWhiteSpace(lines[end - 1]))
        {
            end--;
        }

        first = start < end ? start : -1;
        var kept = lines[start..end].ToArray();
        return string.Join('\n', Array.ConvertAll(kept, static l => l.TrimEnd()));
    }

    /// <summary>Columns before the first character that is no blank; a tab counts up to the next multiple of eight.</summary>
    public static int Indent(string line)
    {
        var column = 0;
        foreach (var c in line)
        {
            switch (c)
            {
                case ' ':
                    column++;
                    break;
                case '\t':
                    column += 8 - (column % 8);
                    break;
                default:
                    return column;
            }
        }

        return column;
    }
}
