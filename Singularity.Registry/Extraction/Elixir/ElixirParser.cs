namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Finds the modules of a file with their public API, statement by statement. Bodies of functions are stepped over.</summary>
internal sealed class ElixirParser
{
    /// <summary>Modules within modules; what is nested deeper is left out.</summary>
    private const int MaxDepth = 64;

    private readonly ElixirSource _source;
    private readonly Stack<ElixirModule?> _open = new();
    private readonly List<ElixirModule> _modules = [];
    private int _at;

    private ElixirParser(ElixirSource source) => _source = source;

    /// <summary>In the order in which they begin.</summary>
    public static IReadOnlyList<ElixirModule> Parse(string text)
    {
        var parser = new ElixirParser(new ElixirSource(text));
        while (parser._at < parser._source.Count)
        {
            parser.ReadStatement();
        }

        return parser._modules;
    }

    private ElixirModule? Module => _open.TryPeek(out var module) ? module : null;

    private void ReadStatement()
    {
        var start = _at;
        switch (_source[start].Kind)
        {
            case ElixirTokenKind.Newline:
                _at++;
                break;
            case ElixirTokenKind.Operator when _source.Of(start) is "@" && Module is { } module:
                _at = Math.Max(start + 1, _source.EndOfStatement(start, out _));
                ElixirAttribute.Read(_source, start + 1, _at, module);
                break;
            case ElixirTokenKind.Name:
                ReadNamed(start);
                break;
            default:
                Skip(start);
                break;
        }
    }

    private void ReadNamed(int start)
    {
        switch (_source.Of(start))
        {
            case "end":
                _open.TryPop(out _);
                _at++;
                break;
            case "else" or "rescue" or "catch" or "after":
                _at++;
                break;
            case "defmodule" or "defprotocol" or "defimpl":
                OpenModule(start);
                break;
            // Modules and functions that exist only under a condition, or one for each of a list.
            case "if" or "unless" or "for":
                Open(start, Module);
                break;
            case "def" or "defmacro" or "defguard" or "defdelegate" when Module is { } module:
                Skip(start);
                if (ElixirHead.Read(_source, start, start + 1, _at, out _) is { } function)
                {
                    module.AddClause(function, LineOf(start));
                }
                else
                {
                    module.Forget();
                }

                break;
            case "defp" or "defmacrop" or "defguardp" when Module is { } module:
                Skip(start);
                module.Forget();
                break;
            case "defstruct" or "defexception" when Module is { } module:
                Skip(start);
                module.Add($"%{module.Name}{{}}", _source.Join(start, _at), LineOf(start));
                break;
            default:
                Skip(start);
                break;
        }
    }

    private void OpenModule(int start)
    {
        var isNamed = _source[start + 1].Kind == ElixirTokenKind.Alias;
        var own = isNamed ? _source.Of(start + 1).ToString() : "";
        var parent = Module?.Name;
        // Names made by code, and those that no snippet could have, hide what is in them.
        isNamed &= parent is not "" && own.Length + (parent?.Length ?? 0) < SnippetLimits.Symbol;
        var module = new ElixirModule(
            !isNamed ? "" : parent is null ? own : $"{parent}.{own}",
            _source.Of(start).ToString(),
            LineOf(start),
            isPublic: isNamed && _source.Of(start) is not "defimpl");
        if (Open(start, module))
        {
            _modules.Add(module);
        }
    }

    /// <summary>Goes into a statement's block; steps over the statement when it has none.</summary>
    private bool Open(int start, ElixirModule? module)
    {
        var body = BodyOf(start);
        if (body < 0 || _open.Count >= MaxDepth)
        {
            Skip(start);
            return false;
        }

        _open.Push(module);
        _at = body + 1;
        return true;
    }

    /// <summary>Where the first <c>do</c> of a statement stands, or -1; without looking into the block.</summary>
    private int BodyOf(int start)
    {
        var brackets = 0;
        for (var i = start + 1; i < _source.Count; i++)
        {
            var kind = _source[i].Kind;
            brackets = Math.Max(0, brackets + (kind == ElixirTokenKind.Open ? 1 : kind == ElixirTokenKind.Close ? -1 : 0));
            if (kind == ElixirTokenKind.Name && _source.Of(i) is "do" && brackets == 0)
            {
                return i;
            }

            if ((kind == ElixirTokenKind.Name && _source.Of(i) is "end" or "fn") || (kind == ElixirTokenKind.Newline && brackets == 0 && !_source.GoesOn(i)))
            {
                return -1;
            }
        }

        return -1;
    }

    private void Skip(int start) => _at = Math.Max(start + 1, _source.EndOfStatement(start, out _));

    private int LineOf(int index) => _source.LineOf(_source[index].Start);
}
