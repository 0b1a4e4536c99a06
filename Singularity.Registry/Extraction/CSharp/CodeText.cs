namespace Singularity.Registry.Extraction.CSharp;

/// <summary>Code as documentation holds it: indented with the comment around it, between blank lines.</summary>
internal static class CodeText
{
    /// <summary>Without the blank lines around it and the indentation that all its lines share.</summary>
    /// <param name="skipped">How many lines were left out above.</param>
    public static string Dedent(string text, out int skipped)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var first = Array.FindIndex(lines, static l => !string.IsNullOrWhiteSpace(l));
        var last = Array.FindLastIndex(lines, static l => !string.IsNullOrWhiteSpace(l));
        skipped = Math.Max(first, 0);
        if (first < 0)
        {
            return "";
        }

        // Code that begins right behind its tag says nothing about the indentation of the other lines.
        var measured = first == 0 && last > 0 ? lines[1..(last + 1)] : lines[first..(last + 1)];
        var indent = measured.Where(static l => !string.IsNullOrWhiteSpace(l)).Select(static l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines[first..(last + 1)].Select(l => l[Math.Min(indent, l.Length - l.TrimStart().Length)..].TrimEnd()));
    }
}
