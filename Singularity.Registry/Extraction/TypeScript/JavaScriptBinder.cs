namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Finds bindings in one pass over a script's tokens.</summary>
internal sealed class JavaScriptBinder
{
    /// <summary>Parts of a.b.c that are looked at.</summary>
    private const int MaxPath = 4;

    private readonly ScriptSource _source;
    private readonly JavaScriptBindings _bindings = new();
    private readonly List<string[]> _targets = [];

    private JavaScriptBinder(ScriptSource source) => _source = source;

    public static JavaScriptBindings Bind(ScriptSource source)
    {
        var binder = new JavaScriptBinder(source);
        var depth = 0;
        for (var i = 0; i < source.Count;)
        {
            var kind = source.Kind(i);
            depth += kind is '(' or '[' or '{' ? 1 : kind is ')' or ']' or '}' ? -1 : 0;
            i = kind == ScriptToken.Word && source.Kind(i - 1) != '.' ? binder.ReadWord(i, depth) : i + 1;
        }

        return binder._bindings;
    }

    /// <returns>The index to go on from.</returns>
    private int ReadWord(int at, int depth)
    {
        if ((_source.Is(at, "function") || _source.Is(at, "class")) && _source.Kind(at - 1) is not ('=' or '(' or ':' or ','))
        {
            var name = at + (_source.Kind(at + 1) == '*' ? 2 : 1);
            if (_source.IsWord(name))
            {
                _bindings.BindName(new Binding(_source.Name(name), at, at, DocBefore(at)), depth);
            }

            return at + 1;
        }

        if (_source.Kind(at + 1) == '(' || (_source.Kind(at + 1) == '.' && _source.Kind(at + 3) == '('))
        {
            ReadCall(at, _source.Kind(at + 1) == '(' ? at + 1 : at + 3);
            return at + 1;
        }

        return ReadAssignment(at, depth);
    }

    private int ReadAssignment(int at, int depth)
    {
        _targets.Clear();
        var value = at;
        while (ReadPath(value) is ({ } path, var equals) && _source.Kind(equals) == '=')
        {
            _targets.Add(path);
            value = equals + 1;
        }

        if (_targets.Count == 0)
        {
            return at + 1;
        }

        var doc = DocBefore(at);
        var isWhole = _targets.Exists(static t => t is [JavaScriptBindings.Exports]);
        foreach (var target in _targets)
        {
            Bind(target, at, value, doc, depth, isWhole);
        }

        return value;
    }

    private void Bind(string[] target, int at, int value, int doc, int depth, bool isWhole)
    {
        switch (target)
        {
            case [JavaScriptBindings.Exports]:
                _bindings.BindWhole(new Binding("", at, value, doc));
                if (JavaScriptValue.Read(_source, value) is { Kind: JavaScriptValueKind.Reference, Member: null } reference)
                {
                    _bindings.AddAlias(reference.Name);
                }

                break;
            case [var name]:
                _bindings.BindName(new Binding(name, at, value, doc), depth);
                if (isWhole)
                {
                    _bindings.AddAlias(name);
                }

                break;
            case ["this", ..]:
                break;
            case [var owner, "prototype"] when _source.Kind(value) == '{':
                foreach (var member in ObjectMembers.Read(_source, value))
                {
                    _bindings.BindMember(owner, member);
                }

                break;
            case [var owner, var member]:
                _bindings.BindMember(owner, new Binding(member, at, value, doc));
                break;
            case [var owner, "prototype", var member]:
                _bindings.BindMember(owner, new Binding(member, at, value, doc));
                break;
        }
    }

    /// <summary><c>a.b.c</c> and the index after it, with module.exports written as exports.</summary>
    private (string[]? Path, int Next) ReadPath(int at)
    {
        if (!_source.IsWord(at))
        {
            return (null, at);
        }

        // Most words begin no assignment: look before making texts of them.
        var end = at + 1;
        var parts = 1;
        while (parts < MaxPath && _source.Kind(end) == '.' && _source.IsWord(end + 1))
        {
            end += 2;
            parts++;
        }

        if (_source.Kind(end) != '=')
        {
            return (null, end);
        }

        var isModule = parts > 1 && _source.Is(at + 2, JavaScriptBindings.Exports) && _source.Span(at).EndsWith("odule");
        var path = new string[isModule ? parts - 1 : parts];
        for (var p = 0; p < path.Length; p++)
        {
            path[p] = _source.Name(at + (2 * (isModule ? p + 1 : p)));
        }

        return (path, end);
    }

    private void ReadCall(int at, int open)
    {
        var name = _source.Span(open - 1);
        var close = _source.After(open) - 1;
        if (name.EndsWith("__exportStar") || name is "__reExport")
        {
            for (var i = open + 1; i < Math.Min(close, open + 6); i++)
            {
                if (_source.Is(i, "require") && _source.Kind(i + 2) == ScriptToken.Text)
                {
                    _bindings.Stars.Add(_source.Literal(i + 2));
                }
            }
        }
        else if (name is "__export" && _source.IsWord(open + 1) && _source.Kind(open + 3) == '{')
        {
            foreach (var member in ObjectMembers.Read(_source, open + 3))
            {
                _bindings.BindMember(_source.Name(open + 1), member with { IsGetter = false, Value = Returned(member.Value) });
            }
        }
        else if (name.StartsWith("define") && _source.IsWord(open + 1) && _source.Kind(open + 2) == ',' && _source.Kind(open + 3) == ScriptToken.Text
            && _source.Kind(open + 4) == ',')
        {
            ReadDefinition(at, open);
        }
    }

    /// <summary><c>Object.defineProperty(exports, "x", { get })</c>, <c>defineGetter(req, "x", function)</c>.</summary>
    private void ReadDefinition(int at, int open)
    {
        var (owner, name, value) = (_source.Name(open + 1), _source.Literal(open + 3), open + 5);
        if (name == "__esModule")
        {
            return;
        }

        if (_source.Kind(value) != '{')
        {
            _bindings.BindMember(owner, new Binding(name, at, value, DocBefore(at), IsGetter: true));
            return;
        }

        foreach (var part in ObjectMembers.Read(_source, value))
        {
            if (part.Name is "get" or "value")
            {
                var returned = part.Name == "get" ? Returned(part.Value) : part.Value;
                _bindings.BindMember(owner, new Binding(name, at, returned, DocBefore(at), IsGetter: returned == part.Value && part.Name == "get"));
            }
        }
    }

    /// <summary>Where what a short function returns begins; the function itself when it does more.</summary>
    private int Returned(int value)
    {
        if (JavaScriptValue.Read(_source, value) is not { Kind: JavaScriptValueKind.Function, Parameters: >= 0 and var open })
        {
            return value;
        }

        var body = _source.Kind(open) == '(' ? _source.After(open) : open + 1;
        body += _source.Kind(body) == ScriptToken.Arrow ? 1 : 0;
        return _source.Kind(body) != '{' ? body
            : _source.Is(body + 1, "return") ? body + 2
            : value;
    }

    private int DocBefore(int at)
    {
        for (var i = at; i >= Math.Max(0, at - 3); i--)
        {
            if (_source.Tokens[i].Doc >= 0)
            {
                return _source.Tokens[i].Doc;
            }

            if (i == 0 || !(_source.Is(i - 1, "var") || _source.Is(i - 1, "let") || _source.Is(i - 1, "const") || _source.Is(i - 1, "export")
                || _source.Is(i - 1, "default") || _source.Is(i - 1, "async") || _source.Kind(i - 1) == '('))
            {
                break;
            }
        }

        return -1;
    }
}
