using System.Buffers;

namespace Singularity.Registry.Extraction.Rst;

/// <summary>A heading of any notation.</summary>
/// <param name="Title">As written, without marks.</param>
/// <param name="Level">1 is the outermost.</param>
/// <param name="Line">Index of its first line.</param>
/// <param name="Next">Index of the line after it.</param>
internal sealed record TextHeading(string Title, int Level, int Line, int Next);

/// <summary>
/// reStructuredText's headings: a line underlined by one punctuation character, often overlined too. Which characters rank above which, each file
/// decides.
/// </summary>
internal sealed class RstHeadings
{
    private const int MaxTitle = 400;

    private static readonly SearchValues<char> Adornments = SearchValues.Create("=-~^\"'`#*+:._<>");

    private readonly List<(char Adornment, bool IsOverlined)> _styles = [];

    /// <summary>The heading that starts at this line, or null. To be asked about lines in their order.</summary>
    public TextHeading? At(ReadOnlySpan<string> lines, int index)
    {
        var isOverlined = IsAdornment(lines[index]) && index + 2 < lines.Length && lines[index + 2].TrimEnd() == lines[index].TrimEnd();
        var title = index + (isOverlined ? 1 : 0);
        if (title + 1 >= lines.Length || !IsTitle(lines[title], isOverlined) || !IsAdornment(lines[title + 1]))
        {
            return null;
        }

        var text = lines[title].Trim();
        var underline = lines[title + 1].TrimEnd();
        // Shorter than the title it is an error that is forgiven from four characters on.
        return underline.Length >= text.Length || underline.Length >= 4
            ? new TextHeading(text, Level((underline[0], isOverlined)), index, title + 2)
            : null;
    }

    private static bool IsTitle(string line, bool mayBeIndented) =>
        line.Length is > 0 and <= MaxTitle && !string.IsNullOrWhiteSpace(line) && (mayBeIndented || !char.IsWhiteSpace(line[0])) && !IsAdornment(line);

    private static bool IsAdornment(string line)
    {
        var trimmed = line.AsSpan().TrimEnd();
        return trimmed.Length >= 3 && Adornments.Contains(trimmed[0]) && !trimmed.ContainsAnyExcept(trimmed[0]);
    }

    private int Level((char Adornment, bool IsOverlined) style)
    {
        var known = _styles.IndexOf(style);
        if (known < 0)
        {
            _styles.Add(style);
            known = _styles.Count - 1;
        }

        return known + 1;
    }
}
