namespace Singularity.Registry.Extraction.Rust;

/// <summary>
/// Reads the items of a file into a module. Braced macro calls among items are read as the items in them, since crates wrap parts of their API in such
/// macros to compile them for some features only. What is not understood is passed over.
/// </summary>
internal sealed class RustParser(RustSource source, RustModule root, Func<RustModule, string, string?, bool, bool> load)
{
    /// <summary>Modules and macro calls in each other.</summary>
    private const int MaxDepth = 32;

    /// <param name="load">Reads a module's own file into it: module, name, path attribute, whether it is declared in the file's outermost level.</param>
    public static void Read(RustSource source, RustModule module, Func<RustModule, string, string?, bool, bool> load) =>
        new RustParser(source, module, load).ReadItems(module, 0, source.Count, 0);

    private void ReadItems(RustModule module, int start, int end, int depth)
    {
        for (var index = start; index < end && depth <= MaxDepth;)
        {
            if (source[index].Kind == RustTokenKind.InnerDoc)
            {
                RustDocs.Append(module.Doc, source.Text(index), source[index].Line);
                index++;
            }
            else if (source.Is(index, "#") && source.Is(index + 1, "!") && source.Is(index + 2, "["))
            {
                if (source.Is(index + 3, "doc") && source.Is(index + 4, "=") && source[Math.Min(index + 5, end - 1)].Kind == RustTokenKind.Literal)
                {
                    RustDocs.AppendLiteral(module.Doc, source.Text(index + 5), source[index].Line);
                }

                index = source.Next(index + 2);
            }
            else
            {
                index = ReadItem(module, index, end, depth);
            }
        }
    }

    /// <returns>The index behind the item.</returns>
    private int ReadItem(RustModule module, int start, int end, int depth)
    {
        var attributes = new RustAttributes();
        var first = attributes.Read(source, start, end);
        if (first >= end)
        {
            return end;
        }

        var isPublic = RustMembers.IsPublic(source, first);
        var index = RustMembers.SkipVisibility(source, first);
        if (source.Is(index, "use"))
        {
            var semicolon = source.Find(index, end, ';');
            // What is hidden may still lead to what is not.
            RustUseTree.Read(source, index + 1, semicolon, isPublic && !attributes.IsHidden, module.Uses);
            return semicolon + 1;
        }

        if (source.Is(index, "mod") && source.IsWord(index + 1))
        {
            return ReadModule(module, attributes, isPublic, index, end, depth);
        }

        if (source.Is(index, "impl") || (source.Is(index, "unsafe") && source.Is(index + 1, "impl")))
        {
            return ReadImplementation(module, attributes, index, end);
        }

        if (source.Is(index, "macro_rules") && source.Is(index + 1, "!"))
        {
            return ReadMacro(module, attributes, index, end);
        }

        if (source.Is(index, "extern") && (source.Is(index + 1, "{") || source.Is(index + 2, "{")))
        {
            var open = source.Find(index, end, '{');
            ReadItems(module, open + 1, Math.Min(source[open].Match, end), depth + 1);
            return source.Next(open);
        }

        if (source.IsWord(index) && FindCall(index, end) is var bang && bang >= 0)
        {
            var open = source.IsWord(bang + 1) ? bang + 2 : bang + 1;
            if (open < end && source.Is(open, "{"))
            {
                ReadItems(module, open + 1, Math.Min(source[open].Match, end), depth + 1);
                return source.Next(open);
            }

            return source.Find(bang, end, ';') + 1;
        }

        return RustMembers.Read(source, attributes, isPublic, first, index, end, module.Items);
    }

    /// <summary>The exclamation mark of <c>name!</c> or <c>path::name!</c>; -1 when no macro is called here.</summary>
    private int FindCall(int index, int end)
    {
        while (index + 1 < end && source.IsWord(index))
        {
            if (source.Is(index + 1, "!"))
            {
                return index + 1;
            }

            if (!source.Is(index + 1, ":") || !source.Is(index + 2, ":"))
            {
                return -1;
            }

            index += 3;
        }

        return -1;
    }

    private int ReadModule(RustModule module, RustAttributes attributes, bool isPublic, int index, int end, int depth)
    {
        var name = source.Word(index + 1);
        var next = source.Find(index, end, ';', '{');
        if (next >= end)
        {
            return end;
        }

        var child = new RustModule(name, module, isPublic) { Path = source.Path, Line = source[index].Line, IsHidden = attributes.IsHidden };
        child.Doc.AddRange(attributes.Doc);
        if (source.Is(next, "{"))
        {
            ReadItems(child, next + 1, Math.Min(source[next].Match, end), depth + 1);
            module.Modules.Add(child);
        }
        else if (!attributes.IsHidden || isPublic)
        {
            if (load(child, name, attributes.Path, ReferenceEquals(module, root)))
            {
                module.Modules.Add(child);
            }
        }

        return source.Next(next);
    }

    private int ReadMacro(RustModule module, RustAttributes attributes, int index, int end)
    {
        var name = source.IsWord(index + 2) ? source.Word(index + 2) : "";
        var open = source.Find(index, end, '{', '(', '[');
        if (open >= end)
        {
            return end;
        }

        if (attributes is { IsMacroExport: true, IsHidden: false } && name.Length > 0)
        {
            // Wherever it stands, it is exported at the crate's root.
            var top = module;
            while (top.Parent is { } parent)
            {
                top = parent;
            }

            top.Items.Add(new RustItem(
                RustItemKind.Macro, name, true, source.Path, source[index].Line, RustSignature.Macro(source, name, open, end), attributes.Doc));
        }

        var next = source.Next(open);
        return source.Is(next, ";") ? next + 1 : next;
    }

    private int ReadImplementation(RustModule module, RustAttributes attributes, int index, int end)
    {
        var body = source.Find(index, end, '{', ';');
        if (body >= end || !source.Is(body, "{"))
        {
            return body + 1;
        }

        if (!attributes.IsHidden && RustMembers.TypeOf(source, index, body) is { Count: > 0 } type)
        {
            module.Implementations.Add(new RustImplementation(type, RustMembers.ReadAll(source, body, end, allPublic: false)));
        }

        return source.Next(body);
    }
}
