namespace Singularity.Registry.Extraction.Elixir;

/// <summary>The public API of an Erlang module, form by form.</summary>
internal sealed class ErlangModule
{
    private readonly HashSet<string> _exports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exportedTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Code, int Line)> _specs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ElixirMember> _functions = new(StringComparer.Ordinal);
    private readonly List<(string Key, ElixirMember Member)> _types = [];
    private readonly List<ElixirMember> _callbacks = [];
    private readonly string _text;
    private ErlangComment _comment = ErlangComment.None;
    private string _name = "";
    private int _line = 1;
    private int _counted;

    private ErlangModule(string text) => _text = text;

    /// <summary>The module itself first; nothing when it is hidden or has no name.</summary>
    public static IEnumerable<ElixirMember> Read(string text)
    {
        var module = new ErlangModule(text);
        for (var at = 0; at < text.Length;)
        {
            var end = ErlangCode.EndOfForm(text, at);
            module.ReadForm(at, end);
            at = end;
        }

        return module.Members();
    }

    private ElixirMember? Self { get; set; }

    private IEnumerable<ElixirMember> Members()
    {
        if (Self is null)
        {
            return [];
        }

        var functions = _functions.Where(f => _exports.Contains(f.Key)).Select(f => _specs.TryGetValue(f.Key, out var spec)
            ? f.Value with { Code = $"{spec.Code}\n{f.Value.Code}", Line = Math.Min(spec.Line, f.Value.Line) }
            : f.Value);
        var types = _types.Where(t => _exportedTypes.Contains(t.Key)).Select(static t => t.Member);
        return functions.Concat(types).Concat(_callbacks).OrderBy(static m => m.Line).Prepend(Self);
    }

    private void ReadForm(int start, int end)
    {
        var at = ErlangCode.SkipBlanks(_text, start, end);
        if (at >= end)
        {
            return;
        }

        var comment = ErlangComment.Read(_text.AsSpan(start, at - start), LineOf(start));
        _comment = comment == ErlangComment.None ? _comment : comment;
        if (_text[at] != '-')
        {
            ReadFunction(at, end);
            return;
        }

        var word = ErlangCode.SkipBlanks(_text, at + 1, end);
        var attribute = ErlangCode.NameAt(_text, word, end);
        var value = ErlangCode.SkipBlanks(_text, word + attribute.Length, end);
        var inner = value < end && _text[value] == '(' ? ErlangCode.SkipBlanks(_text, value + 1, end) : value;
        switch (attribute)
        {
            case "module":
                _name = ErlangCode.NameAt(_text, inner, end).ToString();
                var isShown = _name.Length is > 0 and <= SnippetLimits.Symbol && !_comment.IsHidden;
                Self = isShown ? new ElixirMember(_name, $"-module({_name}).", LineOf(at), _comment.Doc, null) : null;
                break;
            case "moduledoc":
                Self = IsFalse(inner, end) || Self is null ? null : Self with { Doc = DocAt(inner, end) ?? Self.Doc };
                break;
            case "doc":
                _comment = IsFalse(inner, end) ? new ErlangComment(null, true)
                    : DocAt(inner, end) is { } doc ? new ErlangComment(doc, false)
                    : _comment;
                return;
            case "export":
                AddNames(_exports, inner, end);
                break;
            case "export_type":
                AddNames(_exportedTypes, inner, end);
                break;
            case "spec" when HeadAt(inner, end) is { } head:
                _specs.TryAdd(head.Key, (ErlangCode.Join(_text, at, end), LineOf(at)));
                return;
            case "callback" when HeadAt(inner, end) is { } head:
                _callbacks.Add(Member(head.Key, ErlangCode.Join(_text, at, end), at));
                break;
            case "type" when HeadAt(inner, end) is { } head:
                _types.Add((head.Key, Member(head.Key, ErlangCode.Join(_text, at, end), at)));
                break;
            case "opaque" when HeadAt(inner, end) is { } head:
                _types.Add((head.Key, Member(head.Key, $"{ErlangCode.Join(_text, at, head.After)}.", at)));
                break;
        }

        _comment = ErlangComment.None;
    }

    private void ReadFunction(int at, int end)
    {
        if (HeadAt(at, end) is { } head && !_comment.IsHidden && _name.Length + head.Key.Length < SnippetLimits.Symbol)
        {
            _functions.TryAdd(head.Key, Member(head.Key, ErlangCode.Join(_text, at, head.After), at));
        }

        _comment = ErlangComment.None;
    }

    private ElixirMember Member(string key, string code, int at) => new($"{_name}:{key}", code, LineOf(at), _comment.Doc, null);

    /// <summary>A name with its arguments as <c>name/arity</c>, and the position after them.</summary>
    private (string Key, int After)? HeadAt(int at, int end)
    {
        var name = ErlangCode.NameAt(_text, at, end);
        var open = ErlangCode.SkipBlanks(_text, at + name.Length, end);
        if (name.Length is 0 or > SnippetLimits.Symbol || open >= end || _text[open] != '(')
        {
            return null;
        }

        var (arity, after) = ErlangCode.CountArguments(_text, open, end);
        return ($"{name}/{arity}", after);
    }

    /// <summary>The <c>name/arity</c> pairs of a list.</summary>
    private void AddNames(HashSet<string> names, int at, int end)
    {
        while (at < end)
        {
            var name = ErlangCode.NameAt(_text, at, end);
            if (name.Length == 0)
            {
                at = ErlangCode.Step(_text, at, end);
                continue;
            }

            var slash = ErlangCode.SkipBlanks(_text, at + name.Length, end);
            at = slash;
            if (slash < end && _text[slash] == '/')
            {
                var number = ErlangCode.SkipBlanks(_text, slash + 1, end);
                for (at = number; at < end && char.IsAsciiDigit(_text[at]); at++)
                {
                }

                names.Add($"{name}/{_text.AsSpan(number, at - number)}");
            }
        }
    }

    private bool IsFalse(int at, int end) => ErlangCode.NameAt(_text, at, end) is "false" or "hidden";

    /// <summary>Documentation as text; null for facts in a map.</summary>
    private ElixirDoc? DocAt(int at, int end)
    {
        if (at >= end || _text[at] != '"')
        {
            return null;
        }

        var (text, line) = ElixirText.Read(_text.AsSpan(at, ErlangCode.Step(_text, at, end) - at));
        return new ElixirDoc(text, LineOf(at) + line);
    }

    /// <summary>From 1; positions are asked for in order, or nearly so.</summary>
    private int LineOf(int position)
    {
        if (position >= _counted)
        {
            _line += _text.AsSpan(_counted, position - _counted).Count('\n');
            _counted = position;
            return _line;
        }

        return _line - _text.AsSpan(position, _counted - position).Count('\n');
    }
}
