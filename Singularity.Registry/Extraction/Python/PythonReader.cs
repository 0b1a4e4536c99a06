namespace Singularity.Registry.Extraction.Python;

/// <summary>
/// Reads the definitions of one source file from the heads of its statements. Bodies of functions are passed over; what stands under conditions
/// counts, since a package shows the same face however it is guarded. Anything that is no Python gives fewer definitions, never an error.
/// </summary>
internal ref struct PythonReader
{
    /// <summary>Deeper blocks, which Python itself refuses, are passed over.</summary>
    private const int MaxDepth = 100;

    private readonly PythonModule _module;
    private readonly Stack<Scope> _scopes = [];
    private readonly List<string> _decorators = [];
    private readonly Dictionary<(PythonItem? Class, string Name), PythonItem> _seen = [];
    private PythonLines _lines;
    private int _decoratorLine;
    private Scope? _documented;

    private PythonReader(PythonModule module, string text)
    {
        _module = module;
        _lines = new PythonLines(text);
        _documented = new Scope(-1, IsRead: true, Class: null, Item: null);
        _scopes.Push(_documented);
    }

    public static PythonModule Read(string name, string path, bool isPackage, string text)
    {
        var module = new PythonModule(name, path, isPackage);
        new PythonReader(module, PythonText.Normalize(text)).Run();
        return module;
    }

    private void Run()
    {
        while (_lines.Next())
        {
            while (_scopes.Count > 1 && _scopes.Peek().Indent >= _lines.Indent)
            {
                _scopes.Pop();
            }

            if (!TakesDocumentation() && _scopes.Peek().IsRead)
            {
                ReadStatement(_scopes.Peek());
            }
        }
    }

    /// <summary>Whether this is the string that documents the module or definition whose body begins here.</summary>
    private bool TakesDocumentation()
    {
        if (_documented is not { } owner)
        {
            return false;
        }

        _documented = null;
        if (_lines.Indent <= owner.Indent || PythonDocText.LiteralOf(_lines.Text) is not { Length: > 0 } literal)
        {
            return false;
        }

        var doc = new PythonDoc(literal.ToString(), _module.Path, _lines.Line);
        if (owner.Item is { } item)
        {
            item.Doc ??= doc;
        }
        else
        {
            _module.Doc = doc;
        }

        return true;
    }

    private void ReadStatement(Scope scope)
    {
        var text = _lines.Text;
        if (text[0] == '@')
        {
            _decoratorLine = _decorators.Count == 0 ? _lines.Line : _decoratorLine;
            _decorators.Add(PythonText.OneLine(text, isList: true) ?? "@");
            return;
        }

        var word = PythonText.Name(text);
        switch (word)
        {
            case "def" or "class" when text.Length > word.Length && char.IsWhiteSpace(text[word.Length]):
            case "async" when text[word.Length..].TrimStart().StartsWith("def "):
                ReadDefinition(scope, text, isClass: word is "class");
                break;
            case "if" or "elif" or "else" or "try" or "except" or "finally" or "with":
                // What runs only when the file is the program is no API.
                Enter(new Scope(_lines.Indent, !IsProgram(text), scope.Class, Item: null));
                break;
            case "for" or "while" or "match" or "async":
                Enter(new Scope(_lines.Indent, IsRead: false, scope.Class, Item: null));
                break;
            case "from":
                if (scope.Class is null)
                {
                    PythonImports.Read(_module, text);
                }

                break;
            case "type" when PythonText.Name(text[word.Length..].TrimStart()) is { Length: > 0 } alias:
                AddValue(scope, alias.ToString(), PythonText.OneLine(text), isTelling: true);
                break;
            case { Length: > 0 }:
                ReadValue(scope, word.ToString(), text);
                break;
        }

        _decorators.Clear();
    }

    private void ReadDefinition(Scope scope, ReadOnlySpan<char> text, bool isClass)
    {
        var colon = PythonText.IndexOutside(text, ':');
        var head = colon < 0 ? text : text[..colon];
        var name = PythonText.Name(head[(isClass ? 5 : head.IndexOf("def ", StringComparison.Ordinal) + 4)..].TrimStart()).ToString();
        var code = PythonText.OneLine(head, isList: true);
        if (name.Length == 0 || code is null || PythonDecorators.IsAccessor(_decorators))
        {
            Enter(new Scope(_lines.Indent, IsRead: false, scope.Class, Item: null));
            return;
        }

        var shown = PythonDecorators.Shown(_decorators);
        code = string.Join('\n', [.. shown, code]);
        var line = _decorators.Count > 0 ? _decoratorLine : _lines.Line;
        var item = Add(scope, new PythonItem(isClass ? PythonItemKind.Class : PythonItemKind.Function, name, _module.Path, line, code)
        {
            IsOverload = PythonDecorators.IsOverload(_decorators),
        });
        _documented = new Scope(_lines.Indent, IsRead: isClass, isClass ? item : scope.Class, item);
        Enter(_documented);
    }

    private void ReadValue(Scope scope, string name, ReadOnlySpan<char> text)
    {
        var rest = text[name.Length..].TrimStart();
        if (name == "__all__" && scope.Class is null)
        {
            PythonImports.ReadAll(_module, rest);
        }
        else if (!name.StartsWith("__", StringComparison.Ordinal))
        {
            AddValue(scope, name, PythonValue.Declaration(name, text, rest, scope.Class), rest is [':', ..] || scope.Class is not null || PythonValue.IsConstant(name));
        }
    }

    /// <summary>A string right after a value documents it, as the tools that read such strings have it.</summary>
    private void AddValue(Scope scope, string name, string? code, bool isTelling)
    {
        if (code is not null)
        {
            var item = Add(scope, new PythonItem(PythonItemKind.Value, name, _module.Path, _lines.Line, code) { IsTelling = isTelling });
            _documented = new Scope(_lines.Indent - 1, IsRead: false, scope.Class, item);
        }
    }

    /// <summary>Of alternatives under conditions the first counts; overloads gather in one, and the implementation after them only documents them.</summary>
    private readonly PythonItem Add(Scope scope, PythonItem item)
    {
        var key = (scope.Class, item.Name);
        if (!_seen.TryGetValue(key, out var known))
        {
            _seen.Add(key, item);
            (scope.Class?.Members ?? _module.Items).Add(item);
            return item;
        }

        if (known.IsOverload && item.IsOverload && known.Code.Length < SnippetLimits.Code)
        {
            known.Code += "\n" + item.Code;
        }

        // Members of an alternative class have nowhere to go: the first definition has its own.
        return item.Kind == PythonItemKind.Class ? item : known;
    }

    private readonly void Enter(Scope scope) => _scopes.Push(_scopes.Count <= MaxDepth ? scope : scope with { IsRead = false });

    private static bool IsProgram(ReadOnlySpan<char> text) => text.StartsWith("if __name__") || text.StartsWith("if '__main__'") || text.StartsWith("if \"__main__\"");

    /// <summary>A block.</summary>
    /// <param name="Indent">Of the statement that opens it.</param>
    /// <param name="IsRead">False for bodies that are passed over.</param>
    /// <param name="Class">Whose members stand in it; null at module level.</param>
    /// <param name="Item">The definition that it belongs to, for documentation.</param>
    private sealed record Scope(int Indent, bool IsRead, PythonItem? Class, PythonItem? Item);
}
