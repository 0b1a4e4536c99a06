using System.Text;

namespace Singularity.Registry.Extraction.Rust;

/// <param name="Line">The first line shown, in the file, from 1.</param>
/// <param name="Heading">The heading that it stands under, or null.</param>
internal sealed record RustDoctest(int Line, string Code, string? Heading);

/// <summary>Cuts the examples out of documentation as rustdoc shows them: fenced blocks that are Rust, without the lines it hides.</summary>
internal static class RustDoctests
{
    /// <summary>Examples of one item.</summary>
    private const int MaxCount = 100;

    public static IReadOnlyList<RustDoctest> Cut(IReadOnlyList<RustDocLine> doc)
    {
        var found = new List<RustDoctest>();
        string? heading = null;
        for (var i = 0; i < doc.Count && found.Count < MaxCount; i++)
        {
            var text = doc[i].Text.AsSpan().Trim();
            heading = text.StartsWith("#") && text.TrimStart('#') is [' ', .. var words] ? words.Trim().ToString() : heading;
            if (FenceLength(text) is not (> 0 and var fence))
            {
                continue;
            }

            var end = i + 1;
            while (end < doc.Count && !Closes(doc[end].Text.AsSpan().Trim(), text[0], fence))
            {
                end++;
            }

            if (IsRust(text[fence..].Trim()) && Code(doc, i + 1, end, heading) is { } example)
            {
                found.Add(example);
            }

            i = end;
        }

        return found;
    }

    private static int FenceLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] is not ('`' or '~'))
        {
            return 0;
        }

        var length = text.IndexOfAnyExcept(text[0]);
        length = length < 0 ? text.Length : length;
        // Three backticks within a line are code in words.
        return length >= 3 && (text[0] == '~' || !text[length..].Contains('`')) ? length : 0;
    }

    private static bool Closes(ReadOnlySpan<char> text, char mark, int fence) => text.Length >= fence && !text.ContainsAnyExcept(mark);

    /// <summary>Without tags, or with those only that rustdoc knows. What must not compile shows how not to do it.</summary>
    private static bool IsRust(ReadOnlySpan<char> info)
    {
        foreach (var range in info.SplitAny(',', ' ', '\t', '{', '}'))
        {
            var tag = info[range].TrimStart('.');
            if (tag.Length > 0 && tag is not ("rust" or "should_panic" or "no_run" or "ignore" or "test_harness" or "allow_fail")
                && !tag.StartsWith("ignore-") && !tag.StartsWith("edition") && !tag.StartsWith("standalone"))
            {
                return false;
            }
        }

        return true;
    }

    private static RustDoctest? Code(IReadOnlyList<RustDocLine> doc, int start, int end, string? heading)
    {
        var lines = new List<(int Line, string Text)>();
        for (var i = start; i < end; i++)
        {
            var trimmed = doc[i].Text.AsSpan().Trim();
            if (trimmed is "#" || trimmed.StartsWith("# "))
            {
                continue;
            }

            var text = doc[i].Text.TrimEnd();
            if (trimmed.StartsWith("##"))
            {
                // Two of them mean one that is shown.
                text = text.Remove(text.IndexOf('#'), 1);
            }

            if (lines.Count > 0 || trimmed.Length > 0)
            {
                lines.Add((doc[i].Line, text));
            }
        }

        var indentation = lines.Where(static l => l.Text.Length > 0).Select(static l => l.Text.Length - l.Text.AsSpan().TrimStart().Length).DefaultIfEmpty().Min();
        var code = new StringBuilder();
        foreach (var (_, text) in lines)
        {
            code.Append(text.Length > indentation ? text.AsSpan(indentation) : default).Append('\n');
        }

        return lines.Count == 0 ? null : new RustDoctest(lines[0].Line, code.ToString().TrimEnd('\n'), heading);
    }
}
