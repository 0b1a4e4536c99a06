using System.Text;

namespace Singularity.Registry.Extraction.Rust;

/// <summary>Writes signatures as documentation does: without bodies, attributes and comments, with one blank where the source has any.</summary>
internal static class RustSignature
{
    /// <summary>Variants or fields that are listed.</summary>
    private const int MaxParts = 400;

    /// <summary>The tokens from start to end.</summary>
    public static string Of(RustSource source, int start, int end)
    {
        var result = new StringBuilder();
        var previous = -1;
        for (var i = start; i < end; i++)
        {
            if (source[i].Kind is RustTokenKind.OuterDoc or RustTokenKind.InnerDoc)
            {
                continue;
            }

            if (source.Is(i, "#") && source.Is(i + 1, "["))
            {
                i = Math.Min(source.Next(i + 1), end) - 1;
                continue;
            }

            Append(result, source, previous, i);
            previous = i;
        }

        return result.ToString().TrimEnd(',', ' ');
    }

    /// <summary>A struct or union with its public fields.</summary>
    public static string Struct(RustSource source, int start, int body, int end)
    {
        if (!source.Is(body, "{"))
        {
            return Tuple(source, start, body, end);
        }

        var fields = new List<string>();
        var hasPrivate = false;
        foreach (var (from, to) in Parts(source, body + 1, Math.Min(source[body].Match, end), angles: true))
        {
            var field = Of(source, from, to);
            hasPrivate |= !IsPublic(field);
            if (IsPublic(field))
            {
                fields.Add(field);
            }
        }

        return WithBody(Of(source, start, body), hasPrivate ? [.. fields, "/* private fields */"] : fields, hasPrivate);
    }

    public static string Enum(RustSource source, int start, int body, int end) => WithBody(
        Of(source, start, body),
        [.. Parts(source, body + 1, Math.Min(source[body].Match, end), angles: false)
            .Where(part => !IsHidden(source, part.From, part.To)).Select(part => Of(source, part.From, part.To)).Where(static v => v.Length > 0)],
        lastIsComment: false);

    /// <summary>A macro with the patterns it matches.</summary>
    public static string Macro(RustSource source, string name, int body, int end)
    {
        var arms = new List<string>();
        foreach (var (from, to) in Arms(source, body + 1, Math.Min(source[body].Match, end)))
        {
            arms.Add($"{Of(source, from, to)} => {{ ... }};");
        }

        return $"macro_rules! {name} {{{string.Concat(arms.Take(MaxParts).Select(static a => "\n    " + a))}\n}}";
    }

    /// <summary>The parts of a list, cut at commas outside brackets and, where types stand, outside angle brackets.</summary>
    public static IEnumerable<(int From, int To)> Parts(RustSource source, int start, int end, bool angles)
    {
        var from = start;
        var depth = 0;
        for (var i = start; i < end; i = source.Next(i))
        {
            if (angles && source.Is(i, "<"))
            {
                depth++;
            }
            else if (angles && source.Is(i, ">") && depth > 0 && !((source.Is(i - 1, "-") || source.Is(i - 1, "=")) && source.TouchesPrevious(i)))
            {
                depth--;
            }
            else if (depth == 0 && source.Is(i, ","))
            {
                yield return (from, i);
                from = i + 1;
            }
        }

        if (from < end)
        {
            yield return (from, end);
        }
    }

    private static string Tuple(RustSource source, int start, int body, int end)
    {
        var open = source.Find(start, body, '(');
        if (open >= body)
        {
            return Of(source, start, body);
        }

        var close = Math.Min(source[open].Match, end);
        var fields = Parts(source, open + 1, close, angles: true).Select(part => Of(source, part.From, part.To)).Where(static f => f.Length > 0).Take(MaxParts);
        var rest = Of(source, Math.Min(close + 1, body), body);
        return $"{Of(source, start, open)}({string.Join(", ", fields.Select(static f => IsPublic(f) ? f : "_"))}){(rest.Length > 0 ? " " + rest : "")}";
    }

    private static bool IsHidden(RustSource source, int start, int end)
    {
        var attributes = new RustAttributes();
        attributes.Read(source, start, end);
        return attributes.IsHidden;
    }

    private static bool IsPublic(string field) => field.StartsWith("pub ", StringComparison.Ordinal);

    private static string WithBody(string head, List<string> parts, bool lastIsComment)
    {
        var result = new StringBuilder(head).Append(" {");
        for (var i = 0; i < Math.Min(parts.Count, MaxParts); i++)
        {
            result.Append("\n    ").Append(parts[i]).Append(lastIsComment && i == parts.Count - 1 ? "" : ",");
        }

        return result.Append(parts.Count > MaxParts ? "\n    // ...\n}" : parts.Count > 0 ? "\n}" : "}").ToString();
    }

    private static IEnumerable<(int From, int To)> Arms(RustSource source, int start, int end)
    {
        for (var i = start; i < end;)
        {
            var pattern = i;
            i = source.Next(i);
            if (!source.Is(i, "=") || !source.Is(i + 1, ">"))
            {
                yield break;
            }

            // An arm that starts with @ is the macro's own affair.
            if (!source.Is(pattern + 1, "@"))
            {
                yield return (pattern, Math.Min(i, end));
            }

            i = source.Find(i + 2, end, ';') + 1;
        }
    }

    private static void Append(StringBuilder result, RustSource source, int previous, int index)
    {
        var text = source.Text(index);
        var closes = text is ")" or "]" or ">";
        if (closes && result.Length > 1 && result[^1] == ',' && result[^2] is not ('(' or '['))
        {
            // Written on lines of their own, lists end with a comma.
            result.Length--;
        }

        var gap = previous >= 0 && source[previous].End < source[index].Start;
        if (gap && result.Length > 0 && result[^1] is not ('(' or '[' or '<') && !closes)
        {
            result.Append(' ');
        }

        result.Append(text);
    }
}
