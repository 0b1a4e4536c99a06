namespace Singularity.Registry.Extraction.Rust;

/// <summary>Reads functions, types, constants and what belongs to types and traits.</summary>
internal static class RustMembers
{
    /// <summary>Traits and macro calls in each other.</summary>
    private const int MaxDepth = 16;

    private static readonly HashSet<string> Qualifiers = new(StringComparer.Ordinal) { "default", "async", "unsafe", "safe", "gen" };

    /// <summary>Only an unrestricted <c>pub</c>: <c>pub(crate)</c> and the like stay inside the crate.</summary>
    public static bool IsPublic(RustSource source, int index) => source.Is(index, "pub") && !IsRestricted(source, index);

    public static int SkipVisibility(RustSource source, int index) => !source.Is(index, "pub") ? index
        : IsRestricted(source, index) ? source.Next(index + 1) : index + 1;

    /// <summary>Reads the item that starts here, if it is one.</summary>
    /// <param name="first">Its first token, visibility included.</param>
    /// <param name="index">The token behind its visibility.</param>
    /// <returns>The index behind it.</returns>
    public static int Read(RustSource source, RustAttributes attributes, bool isPublic, int first, int index, int end, List<RustItem> items, int depth = 0)
    {
        var keyword = SkipQualifiers(source, index, end);
        var body = source.Find(keyword, end, ';', '{');
        var next = body < end ? source.Next(body) : end;
        var kind = KindOf(source, keyword);
        if (kind is null || !source.IsWord(NameOf(source, keyword)) || body >= end)
        {
            return Math.Max(next, first + 1);
        }

        if (kind == RustItemKind.Value)
        {
            // The value may hold braces: const X: T = T { .. };
            body = source.Find(keyword, end, ';');
            next = Math.Min(body + 1, end);
        }

        var name = source.Word(NameOf(source, keyword));
        if (attributes.IsHidden || name == "_")
        {
            return next;
        }

        var line = source[first].Line;
        RustItem item;
        if (kind == RustItemKind.Function && attributes.MacroOf(name) is { } macro)
        {
            item = new RustItem(RustItemKind.Macro, macro.Name, isPublic, source.Path, line, macro.Signature, attributes.Doc);
        }
        else
        {
            item = new RustItem(kind.Value, name, isPublic, source.Path, line, Signature(source, kind.Value, keyword, first, body, end), attributes.Doc);
        }

        if (kind == RustItemKind.Trait)
        {
            item.Members.AddRange(ReadAll(source, body, end, allPublic: true, depth + 1));
        }
        else if (kind == RustItemKind.Enum)
        {
            ReadVariants(source, body, end, item.Members);
        }

        items.Add(item);
        return next;
    }

    /// <summary>The public members between the braces of a trait or an implementation.</summary>
    /// <param name="allPublic">In a trait every member is.</param>
    public static List<RustItem> ReadAll(RustSource source, int open, int end, bool allPublic, int depth = 0)
    {
        var members = new List<RustItem>();
        var close = depth > MaxDepth ? open : Math.Min(source[open].Match, end);
        for (var index = open + 1; index < close;)
        {
            if (source[index].Kind == RustTokenKind.InnerDoc)
            {
                index++;
                continue;
            }

            var attributes = new RustAttributes();
            var first = attributes.Read(source, index, close);
            if (first >= close)
            {
                break;
            }

            index = SkipVisibility(source, first);
            if (source.IsWord(index) && source.Is(index + 1, "!") && source.Is(index + 2, "{"))
            {
                members.AddRange(ReadAll(source, index + 2, close, allPublic, depth + 1));
                index = source.Next(index + 2);
                continue;
            }

            index = Math.Max(Read(source, attributes, allPublic || IsPublic(source, first), first, index, close, members, depth), first + 1);
        }

        members.RemoveAll(static m => !m.IsPublic);
        return members;
    }

    /// <summary>The path of the type that an inherent implementation is for; null for one of a trait.</summary>
    public static List<string>? TypeOf(RustSource source, int index, int body)
    {
        index += source.Is(index, "unsafe") ? 2 : 1;
        index = source.Is(index, "<") ? SkipAngles(source, index, body) : index;
        var path = new List<string>();
        var depth = 0;
        for (var i = index; i < body; i = source.Next(i))
        {
            if (source.Is(i, "<"))
            {
                depth++;
            }
            else if (source.Is(i, ">") && !(source.Is(i - 1, "-") && source.TouchesPrevious(i)))
            {
                depth--;
            }
            else if (depth == 0 && source.Is(i, "for") && !source.Is(i + 1, "<"))
            {
                return null;
            }
            else if (depth == 0 && source.Is(i, "where"))
            {
                break;
            }
            else if (depth == 0 && source.IsWord(i) && !source.Is(i, "dyn"))
            {
                path.Add(source.Word(i));
            }
        }

        return path;
    }

    private static bool IsRestricted(RustSource source, int index) =>
        source.Is(index + 1, "(") && source.Text(index + 2) is "crate" or "super" or "self" or "in";

    private static int SkipQualifiers(RustSource source, int index, int end)
    {
        while (index < end)
        {
            if (source.IsWord(index) && Qualifiers.Contains(source.Word(index)) && source.IsWord(index + 1))
            {
                index++;
            }
            else if (source.Is(index, "extern") && index + 1 < end)
            {
                index += source[index + 1].Kind == RustTokenKind.Literal ? 2 : 1;
            }
            else if (source.Is(index, "const") && source.Text(index + 1) is "fn" or "async" or "unsafe" or "extern" or "trait")
            {
                index++;
            }
            else
            {
                break;
            }
        }

        return index;
    }

    private static RustItemKind? KindOf(RustSource source, int keyword) => source.Text(keyword) switch
    {
        "fn" => RustItemKind.Function,
        "struct" or "union" or "type" => RustItemKind.Type,
        "enum" => RustItemKind.Enum,
        "trait" => RustItemKind.Trait,
        "auto" when source.Is(keyword + 1, "trait") => RustItemKind.Trait,
        "const" or "static" => RustItemKind.Value,
        _ => null,
    };

    private static int NameOf(RustSource source, int keyword) => source.Is(keyword, "auto") || source.Is(keyword + 1, "mut") || (source.Is(keyword, "static") && source.Is(keyword + 1, "ref")) ? keyword + 2 : keyword + 1;

    private static string Signature(RustSource source, RustItemKind kind, int keyword, int first, int body, int end) => kind switch
    {
        RustItemKind.Enum => RustSignature.Enum(source, first, body, end),
        RustItemKind.Type when !source.Is(keyword, "type") => RustSignature.Struct(source, first, body, end),
        RustItemKind.Value => RustSignature.Of(source, first, FindAssignment(source, first, body)),
        _ => RustSignature.Of(source, first, body),
    };

    /// <summary>The sign before the value; not the one of <c>Iterator&lt;Item = u8&gt;</c>.</summary>
    private static int FindAssignment(RustSource source, int index, int end)
    {
        var depth = 0;
        for (; index < end; index = source.Next(index))
        {
            depth += source.Is(index, "<") ? 1 : source.Is(index, ">") && !source.Is(index - 1, "-") ? -1 : 0;
            if (depth <= 0 && source.Is(index, "="))
            {
                return index;
            }
        }

        return end;
    }

    private static void ReadVariants(RustSource source, int body, int end, List<RustItem> variants)
    {
        if (!source.Is(body, "{"))
        {
            return;
        }

        foreach (var (from, to) in RustSignature.Parts(source, body + 1, Math.Min(source[body].Match, end), angles: false))
        {
            var attributes = new RustAttributes();
            var first = attributes.Read(source, from, to);
            if (first < to && source.IsWord(first) && !attributes.IsHidden)
            {
                variants.Add(new RustItem(
                    RustItemKind.Variant, source.Word(first), true, source.Path, source[first].Line, RustSignature.Of(source, first, to), attributes.Doc));
            }
        }
    }

    private static int SkipAngles(RustSource source, int index, int end)
    {
        var depth = 0;
        for (; index < end; index = source.Next(index))
        {
            depth += source.Is(index, "<") ? 1 : source.Is(index, ">") && !(source.Is(index - 1, "-") && source.TouchesPrevious(index)) ? -1 : 0;
            if (depth == 0)
            {
                return index + 1;
            }
        }

        return end;
    }
}
