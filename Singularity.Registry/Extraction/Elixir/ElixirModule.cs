namespace Singularity.Registry.Extraction.Elixir;

/// <summary>Documentation as written.</summary>
/// <param name="Line">Of its first line in the file, from 1.</param>
internal sealed record ElixirDoc(string Text, int Line);

/// <summary>A part of a module's public API.</summary>
/// <param name="Symbol">With arity where it has one, as in <c>Ecto.Repo.insert/2</c>.</param>
/// <param name="Code">What a reader needs to use it, without its body.</param>
/// <param name="Line">Of the code, from 1.</param>
internal sealed record ElixirMember(string Symbol, string Code, int Line, ElixirDoc? Doc, string? Deprecated);

/// <summary>A module as it is read from top to bottom: attributes first, then what they describe.</summary>
/// <param name="keyword">defmodule or defprotocol.</param>
/// <param name="isPublic">False for implementations of protocols, and where the name is made by code.</param>
internal sealed class ElixirModule(string name, string keyword, int line, bool isPublic)
{
    /// <summary>Characters of a function's specifications after which no further one is added.</summary>
    private const int MaxSpecs = 1_000;

    private readonly List<(ElixirFunction Function, ElixirMember Member)> _functions = [];
    private readonly Dictionary<(string Name, int Arity), int> _known = [];
    private readonly Dictionary<(string Name, int Arity), (string Code, int Line)> _specs = [];
    private readonly List<ElixirMember> _members = [];
    private ElixirDoc? _doc;
    private ElixirDoc? _typeDoc;
    private string? _deprecated;
    private bool _hidden;
    private bool _implements;

    public string Name { get; } = name;

    public bool IsPublic { get; private set; } = isPublic;

    public ElixirMember Self { get; private set; } = new(name, $"{keyword} {name}", line, null, null);

    /// <summary>In the file's order.</summary>
    public IEnumerable<ElixirMember> Members => _functions.Select(Complete).Concat(_members).OrderBy(static m => m.Line);

    /// <param name="doc">Null hides the module.</param>
    public void Describe(ElixirDoc? doc)
    {
        IsPublic &= doc is not null;
        Self = Self with { Doc = doc };
    }

    /// <param name="doc">Null hides what follows.</param>
    public void ExpectDoc(ElixirDoc? doc) => (_doc, _hidden) = (doc, doc is null);

    /// <inheritdoc cref="ExpectDoc"/>
    public void ExpectTypeDoc(ElixirDoc? doc) => (_typeDoc, _hidden) = (doc, doc is null);

    public void ExpectDeprecated(string reason) => _deprecated = reason;

    /// <summary>What follows implements a callback: documented there, unless it says more here.</summary>
    public void ExpectImplementation() => _implements = true;

    /// <summary>A function may have several.</summary>
    public void AddSpec(string function, int arity, string code, int line)
    {
        var isFurther = _specs.TryGetValue((function, arity), out var earlier);
        if (!isFurther || earlier.Code.Length < MaxSpecs)
        {
            _specs[(function, arity)] = isFurther ? ($"{earlier.Code}\n{code}", earlier.Line) : (code, line);
        }
    }

    /// <summary>A clause of a function; further ones of the same name and arity only matter when they name their arguments better.</summary>
    public void AddClause(ElixirFunction function, int line)
    {
        if (!_known.TryAdd((function.Name, function.Arity), _functions.Count))
        {
            var known = _known[(function.Name, function.Arity)];
            if (known >= 0 && function.Named > _functions[known].Function.Named)
            {
                _functions[known] = (function, _functions[known].Member with { Code = function.Code, Line = line });
            }
        }
        else if (_hidden || (_doc is null && (_implements || function.Name.StartsWith('_'))))
        {
            _known[(function.Name, function.Arity)] = -1;
        }
        else
        {
            _functions.Add((function, new ElixirMember($"{Name}.{function.Name}/{function.Arity}", function.Code, line, _doc, _deprecated)));
        }

        Forget();
    }

    /// <summary>A callback or the module's struct, described by the documentation before it.</summary>
    public void Add(string symbol, string code, int line) => AddMember(symbol, code, line, _doc);

    public void AddType(string symbol, string code, int line) => AddMember(symbol, code, line, _typeDoc);

    /// <summary>What was said before belongs to something that is not public.</summary>
    public void Forget() => (_doc, _typeDoc, _deprecated, _hidden, _implements) = (null, null, null, false, false);

    private void AddMember(string symbol, string code, int line, ElixirDoc? doc)
    {
        if (!_hidden)
        {
            _members.Add(new ElixirMember(symbol, code, line, doc, _deprecated));
        }

        Forget();
    }

    /// <summary>With its specifications, of which there is one for every number of arguments that defaults allow.</summary>
    private ElixirMember Complete((ElixirFunction Function, ElixirMember Member) entry)
    {
        var (function, member) = entry;
        var specs = Enumerable.Range(function.Arity - function.Defaults, function.Defaults + 1)
            .Where(arity => _specs.ContainsKey((function.Name, arity)))
            .Select(arity => _specs[(function.Name, arity)])
            .ToArray();
        return member with
        {
            Code = string.Join('\n', specs.Select(static s => s.Code).Append(member.Code)),
            Line = specs.Select(static s => s.Line).Append(member.Line).Min(),
        };
    }
}

/// <summary>A clause's head.</summary>
/// <param name="Defaults">How many arguments may be left out.</param>
/// <param name="Named">How many arguments are plain names, which tell a reader more than patterns do.</param>
internal sealed record ElixirFunction(string Name, int Arity, int Defaults, int Named, string Code);
