namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>
/// The public API of a package without type declarations: what its scripts export as ES or CommonJS modules, with the types that JSDoc gives.
/// What a package exports as a whole bears the package's name, <c>express.json</c>; an object of another file the name it has there, <c>app.use</c>.
/// </summary>
internal sealed class JavaScriptApi(ScriptModules modules, DeclarationSnippets output, string packageName)
{
    private readonly JavaScriptExports _exports = new(modules);
    private readonly HashSet<(ScriptSource, int, string)> _written = [];
    private readonly HashSet<(ScriptSource, int)> _opened = [];
    private readonly HashSet<ScriptScope> _whole = [];

    /// <param name="subpath">Empty for the main entry, else as in <c>/fp</c>.</param>
    public void Add(ScriptScope entry, string subpath) =>
        WriteModule(entry, subpath.Length == 0 ? "" : $"{packageName}{subpath}#", "", 0);

    /// <param name="name">What stands before its exports; empty for an entry.</param>
    private void WriteModule(ScriptScope module, string prefix, string name, int depth)
    {
        if (depth > JavaScriptExports.MaxDepth || !_whole.Add(module))
        {
            return;
        }

        var bindings = _exports.Bindings(module);
        var owner = name;
        if (bindings.Whole is { } whole && _exports.Follow(new JavaScriptTarget(module, whole), depth) is { } target)
        {
            if (target.IsModule)
            {
                WriteModule(target.Module, prefix, name, depth + 1);
            }
            else
            {
                var value = target.Value;
                var symbol = name.Length > 0 ? bindings.Alias is { } alias && !IsCallable(value) ? alias : name : PackageIdentifier.Of(packageName);
                var isNamed = IsCallable(value) || name.Length > 0;
                Write(target, prefix, isNamed ? symbol : "", depth + 1);
                owner = isNamed ? symbol : "";
            }
        }

        // Compilers write exports.x = void 0 before its value: the last one counts.
        foreach (var member in bindings.Members(JavaScriptBindings.Exports).GroupBy(static m => m.Name, StringComparer.Ordinal).Select(static g => g.Last()).ToArray())
        {
            WriteExport(member.Name, new JavaScriptTarget(module, member), prefix, owner, depth);
        }

        foreach (var (exported, found) in _exports.Named(module, depth))
        {
            WriteExport(exported, found, prefix, owner, depth);
        }
    }

    private void WriteExport(string name, JavaScriptTarget target, string prefix, string owner, int depth)
    {
        if (MemberParser.IsPrivate(name) || output.IsFull)
        {
            return;
        }

        if (name == "...")
        {
            Write(target, prefix, owner, depth + 1);
            return;
        }

        if (name == "default")
        {
            var own = _exports.Follow(target, depth)?.Binding.Name;
            name = own is { Length: > 0 } && !MemberParser.IsPrivate(own) ? own : PackageIdentifier.Of(packageName);
        }

        Write(target, prefix, owner.Length == 0 ? name : $"{owner}.{name}", depth + 1);
    }

    private void Write(JavaScriptTarget start, string prefix, string symbol, int depth)
    {
        if (depth > JavaScriptExports.MaxDepth || output.IsFull || _exports.Follow(start, depth) is not { } target)
        {
            return;
        }

        if (target.IsModule)
        {
            WriteModule(target.Module, prefix, symbol, depth + 1);
            return;
        }

        var (source, value) = (target.Module.Source, target.Value);
        if (!_written.Add((source, value.At, symbol)))
        {
            return;
        }

        var docIndex = target.Binding.Doc >= 0 ? target.Binding.Doc : start.Module == target.Module ? start.Binding.Doc : -1;
        var doc = DeclarationSnippets.Doc(source, docIndex);
        if (doc.IsHidden)
        {
            return;
        }

        if (value.Kind == JavaScriptValueKind.Class)
        {
            WriteClass(target, docIndex, prefix + symbol);
        }
        else if (symbol.Length > 0 && !IsHolder(target))
        {
            output.Add(source, source.Tokens[target.Binding.At].Start, prefix + symbol, JavaScriptText.Of(source, target, symbol, doc), doc, docIndex);
        }

        // Under a second name, as in res.set = res.header = …, members are not repeated.
        if (_opened.Add((source, value.At)))
        {
            WriteMembers(target, prefix, symbol, depth);
        }
    }

    private void WriteMembers(JavaScriptTarget target, string prefix, string symbol, int depth)
    {
        var bindings = _exports.Bindings(target.Module);
        var members = target.Value.Kind == JavaScriptValueKind.Object ? ObjectMembers.Read(target.Module.Source, target.Value.At) : [];
        foreach (var member in members.Concat(target.Binding.Name.Length > 0 ? bindings.Members(target.Binding.Name) : []).ToArray())
        {
            if (member.Name == "...")
            {
                Write(new JavaScriptTarget(target.Module, member), prefix, symbol, depth + 1);
            }
            else if (!MemberParser.IsPrivate(member.Name) && member.Name is not ("constructor" or "prototype" or "default"))
            {
                Write(new JavaScriptTarget(target.Module, member), prefix, symbol.Length == 0 ? member.Name : $"{symbol}.{member.Name}", depth + 1);
            }
        }
    }

    private static bool IsCallable(JavaScriptValue value) => value.Kind is JavaScriptValueKind.Function or JavaScriptValueKind.Class;

    /// <summary>An object that is nothing but its members.</summary>
    private bool IsHolder(JavaScriptTarget target) => target.Value.Kind == JavaScriptValueKind.Object
        || (!IsCallable(target.Value) && target.Binding.Name.Length > 0 && _exports.Bindings(target.Module).HasMembers(target.Binding.Name));

    private void WriteClass(JavaScriptTarget target, int doc, string symbol)
    {
        var source = target.Module.Source;
        var at = target.Value.At;
        var body = StatementEnd.FindBody(source, at + 1, source.Count);
        if (body >= source.Count)
        {
            return;
        }

        var isNamed = source.IsWord(at + 1) && !source.Is(at + 1, "extends");
        output.Write(
            new Declaration
            {
                Kind = DeclarationKind.Class,
                Name = isNamed ? source.Name(at + 1) : "",
                Scope = target.Module,
                Start = source.Tokens[at].Start,
                NameStart = isNamed ? source.Tokens[at + 1].Start : source.Tokens[at].End,
                End = source.Tokens[body - 1].End,
                Doc = doc,
                Members = MemberParser.Read(source, body),
            },
            symbol);
    }
}
