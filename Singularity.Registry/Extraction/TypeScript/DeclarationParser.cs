namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Reads what a file declares, its namespaces one after the other instead of one within the other.</summary>
internal sealed class DeclarationParser
{
    private readonly ScriptSource _source;
    private readonly ModuleClauses _clauses;
    private readonly Queue<(ScriptScope Scope, int From, int To)> _bodies = new();

    private DeclarationParser(ScriptSource source) => (_source, _clauses) = (source, new ModuleClauses(source));

    public static ScriptScope Parse(ScriptSource source)
    {
        var parser = new DeclarationParser(source);
        var root = new ScriptScope(source, null, exportsAll: false);
        root.References.AddRange(ReferenceComments.Read(source.Text));
        parser._bodies.Enqueue((root, 0, source.Count));
        while (parser._bodies.TryDequeue(out var body))
        {
            parser.ReadBody(body.Scope, body.From, body.To);
        }

        return root;
    }

    private void ReadBody(ScriptScope scope, int from, int to)
    {
        var mayStart = true;
        for (var i = from; i < to;)
        {
            var token = _source.Tokens[i];
            if (token.Kind == ScriptToken.Word && (mayStart || token.AfterNewLine) && ReadStatement(scope, i, to) is var next && next > i)
            {
                (i, mayStart) = (next, true);
                continue;
            }

            mayStart = token.Kind is ';' or '{';
            i = token.Kind is '(' or '[' or '{' ? _source.After(i) : i + 1;
        }
    }

    /// <returns>The index after it, or <paramref name="at"/> when it declares nothing.</returns>
    private int ReadStatement(ScriptScope scope, int at, int to)
    {
        var prefix = new Prefix(_source.Tokens[at].Doc, false, false);
        var i = at;
        if (_source.Is(i, "import"))
        {
            return _clauses.Import(scope, i);
        }

        if (_source.Is(i, "export"))
        {
            if (_clauses.Export(scope, i) is var after && after > i)
            {
                return after;
            }

            prefix = prefix with { IsExported = true };
            i++;
        }

        for (; i + 1 < to && _source.IsWord(i + 1) && IsModifier(i); i++)
        {
            prefix = prefix with { IsDefault = prefix.IsDefault || _source.Is(i, "default") };
        }

        var next = i < to && _source.IsWord(i) ? ReadDeclaration(scope, i, to, prefix) : i;
        return next > i ? next : prefix.IsExported ? i : at;
    }

    private bool IsModifier(int index) =>
        _source.Is(index, "declare") || _source.Is(index, "default") || _source.Is(index, "abstract") || _source.Is(index, "async")
        || (_source.Is(index, "const") && _source.Is(index + 1, "enum"));

    private int ReadDeclaration(ScriptScope scope, int at, int to, Prefix prefix)
    {
        var keyword = _source.Span(at);
        return keyword switch
        {
            "function" => ReadFunction(scope, at, to, prefix),
            "class" => ReadContainer(scope, DeclarationKind.Class, at, to, prefix),
            "interface" when _source.IsWord(at + 1) => ReadContainer(scope, DeclarationKind.Interface, at, to, prefix),
            "enum" when _source.IsWord(at + 1) => ReadContainer(scope, DeclarationKind.Enum, at, to, prefix),
            "type" when _source.IsWord(at + 1) && _source.Kind(at + 2) is '=' or '<' => ReadAlias(scope, at, to, prefix),
            "const" or "let" or "var" => ReadVariables(scope, at, to, prefix),
            "namespace" or "module" or "global" => ReadNamespace(scope, at, to, prefix),
            _ => at,
        };
    }

    private int ReadFunction(ScriptScope scope, int at, int to, Prefix prefix)
    {
        var name = at + 1;
        name += _source.Kind(name) == '*' ? 1 : 0;
        var end = StatementEnd.Find(_source, name, to, atComma: false, atBody: _source.IsJavaScript);
        Add(scope, DeclarationKind.Function, at, _source.IsWord(name) ? name : -1, end, prefix);
        return end < to && _source.Kind(end) == '{' ? _source.After(end) : Math.Max(end, at + 1);
    }

    private int ReadContainer(ScriptScope scope, DeclarationKind kind, int at, int to, Prefix prefix)
    {
        var body = StatementEnd.FindBody(_source, at + 1, to);
        if (body >= to)
        {
            return at + 1;
        }

        var isNamed = _source.IsWord(at + 1) && !_source.Is(at + 1, "extends");
        Add(scope, kind, at, isNamed ? at + 1 : -1, body, prefix, MemberParser.Read(_source, body));
        return _source.After(body);
    }

    private int ReadAlias(ScriptScope scope, int at, int to, Prefix prefix)
    {
        var end = StatementEnd.Find(_source, at + 1, to, atComma: false);
        Add(scope, DeclarationKind.Alias, at, at + 1, end, prefix, AliasMembers.Read(_source, at + 2, end));
        return Math.Max(end, at + 1);
    }

    private int ReadVariables(ScriptScope scope, int at, int to, Prefix prefix)
    {
        for (var i = at + 1; ; i++)
        {
            var end = StatementEnd.Find(_source, i, to, atComma: true);
            if (_source.IsWord(i) && end > i)
            {
                Add(scope, DeclarationKind.Variable, i == at + 1 ? at : i, i, end, prefix);
            }

            if (end >= to || _source.Kind(end) != ',')
            {
                return Math.Max(end, at + 1);
            }

            i = end;
        }
    }

    private int ReadNamespace(ScriptScope scope, int at, int to, Prefix prefix)
    {
        var isGlobal = _source.Is(at, "global");
        var brace = isGlobal ? at + 1 : at + 2;
        while (!isGlobal && _source.Kind(brace) == '.' && _source.IsWord(brace + 1))
        {
            brace += 2;
        }

        if (brace >= to || _source.Kind(brace) != '{' || (!isGlobal && !_source.IsWord(at + 1) && _source.Kind(at + 1) != ScriptToken.Text))
        {
            return at;
        }

        var body = new ScriptScope(_source, scope, exportsAll: true);
        _bodies.Enqueue((body, brace + 1, Math.Min(_source.After(brace) - 1, _source.Count)));
        if (isGlobal)
        {
            scope.Globals.Add(body);
        }
        else if (_source.Kind(at + 1) == ScriptToken.Text)
        {
            scope.AmbientModules.Add((_source.Literal(at + 1), body));
        }
        else
        {
            Add(scope, DeclarationKind.Namespace, at, at + 1, brace, prefix, body: body);
        }

        return _source.After(brace);
    }

    private void Add(
        ScriptScope scope, DeclarationKind kind, int at, int name, int end, Prefix prefix, IReadOnlyList<Member>? members = null, ScriptScope? body = null)
    {
        end = Math.Max(end, at + 1);
        var last = kind is DeclarationKind.Namespace ? end - 1 : name;
        scope.IsModule |= prefix.IsExported;
        scope.Add(new Declaration
        {
            Kind = kind,
            Name = name < 0 ? "" : _source.Text[_source.Tokens[name].Start.._source.Tokens[last].End],
            Scope = scope,
            Start = _source.Tokens[at].Start,
            NameStart = name < 0 ? _source.Tokens[at].End : _source.Tokens[name].Start,
            End = _source.Tokens[end - 1].End,
            Doc = prefix.Doc,
            IsExported = prefix.IsExported,
            IsDefault = prefix.IsDefault,
            Members = members ?? [],
            Body = body,
        });
    }

    private readonly record struct Prefix(int Doc, bool IsExported, bool IsDefault);
}
