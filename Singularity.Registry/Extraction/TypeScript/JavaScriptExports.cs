namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Follows names of scripts to the values they stand for, through assignments, imports and requires.</summary>
internal sealed class JavaScriptExports(ScriptModules modules)
{
    /// <summary>Steps from an entry to a value.</summary>
    public const int MaxDepth = 24;

    /// <summary>Names looked up in other modules, in all; what is not found by then is left out.</summary>
    private const int MaxLookups = 200_000;

    private readonly Dictionary<ScriptScope, JavaScriptBindings> _bindings = [];
    private readonly Dictionary<ScriptScope, Dictionary<string, Entry>> _entries = [];
    private readonly Dictionary<(ScriptSource, int), string?> _returned = [];
    private int _lookups;

    public JavaScriptBindings Bindings(ScriptScope module)
    {
        if (!_bindings.TryGetValue(module, out var found))
        {
            _bindings[module] = found = JavaScriptBinder.Bind(module.Source);
        }

        return found;
    }

    /// <summary>What a module exports by name as an ES module, or passes on by a star.</summary>
    public IEnumerable<(string Name, JavaScriptTarget Target)> Named(ScriptScope module, int depth)
    {
        foreach (var declaration in module.Declarations.Where(static d => d.IsExported))
        {
            if (Local(module, declaration.Name, depth) is { } target)
            {
                yield return (declaration.IsDefault ? "default" : declaration.Name, target);
            }
            else if (declaration.Name.Length == 0 && IndexOf(module.Source, declaration.Start) is var at and >= 0)
            {
                yield return ("default", new JavaScriptTarget(module, new Binding("", at, at, declaration.Doc)));
            }
        }

        foreach (var clause in module.Exports.Where(static e => e.Kind != ExportKind.Star))
        {
            if (Target(module, clause, depth) is { } target)
            {
                yield return (clause.Name, target);
            }
        }

        var stars = module.Exports.Where(static e => e.Kind == ExportKind.Star).Select(static e => e.From!).Concat(Bindings(module).Stars);
        foreach (var from in stars.Select(s => modules.Resolve(module.Source, s)).OfType<ScriptScope>())
        {
            // As a whole module without a name, its exports are written as the asking module's own.
            yield return ("...", JavaScriptTarget.Of(from));
        }
    }

    /// <summary>To the last value that is no mere name; null when it is not in this package.</summary>
    public JavaScriptTarget? Follow(JavaScriptTarget target, int depth)
    {
        for (; depth <= MaxDepth && !target.IsModule; depth++)
        {
            if (target.Binding.Value >= target.Module.Source.Count)
            {
                // The file ends where the value should stand.
                return null;
            }

            var value = target.Value;
            var next = value.Kind switch
            {
                JavaScriptValueKind.Reference => Referred(target, value, depth),
                JavaScriptValueKind.Require => Required(target.Module, value, depth),
                JavaScriptValueKind.Call => Called(target, value, depth),
                _ => null,
            };
            if (next is not { } found || (found.Module == target.Module && found.Binding == target.Binding && !found.IsModule))
            {
                return target;
            }

            target = found;
        }

        return depth <= MaxDepth ? target : null;
    }

    private JavaScriptTarget? Referred(JavaScriptTarget target, JavaScriptValue value, int depth)
    {
        if (value.Member is null)
        {
            return Local(target.Module, value.Name, depth);
        }

        return Local(target.Module, value.Name, depth) is not { } owner ? null
            : Follow(owner, depth + 1) is { IsModule: true } module ? Exported(module.Module, value.Member, depth + 1)
            : null;
    }

    private JavaScriptTarget? Required(ScriptScope module, JavaScriptValue value, int depth) =>
        modules.Resolve(module.Source, value.Name) is not { } required ? null
        : value.Member is null ? JavaScriptTarget.Of(required)
        : Exported(required, value.Member, depth + 1);

    /// <summary>A function that builds an object gives what it returns; others pass their argument through.</summary>
    private JavaScriptTarget? Called(JavaScriptTarget target, JavaScriptValue value, int depth)
    {
        var bindings = Bindings(target.Module);
        if (bindings.Find(value.Name) is not { } function)
        {
            return value.Member is { } argument && bindings.HasMembers(argument) ? Local(target.Module, argument, depth) : null;
        }

        var key = (target.Module.Source, function.Value);
        if (!_returned.TryGetValue(key, out var returned))
        {
            _returned[key] = returned = ReturnedName(target.Module.Source, JavaScriptValue.Read(target.Module.Source, function.Value));
        }

        return returned is not null && bindings.HasMembers(returned) ? Local(target.Module, returned, depth) : null;
    }

    /// <summary>The name after the last return of a function's own body.</summary>
    private static string? ReturnedName(ScriptSource source, JavaScriptValue function)
    {
        var body = function.Parameters >= 0 && source.Kind(function.Parameters) == '(' ? source.After(function.Parameters) : -1;
        if (body < 0 || source.Kind(body) != '{')
        {
            return null;
        }

        string? name = null;
        for (var i = body + 1; i < Math.Min(source.After(body) - 1, source.Count); i = source.After(i))
        {
            name = source.Is(i, "return") && source.IsWord(i + 1) && source.Kind(i + 2) is ';' or '}' ? source.Name(i + 1) : name;
        }

        return name;
    }

    private JavaScriptTarget? Exported(ScriptScope module, string name, int depth)
    {
        if (depth > MaxDepth || ++_lookups > MaxLookups)
        {
            return null;
        }

        if (Entries(module, depth).TryGetValue(name, out var entry))
        {
            return entry switch
            {
                { Member: { } member } => new JavaScriptTarget(module, member),
                { Clause: { } clause } => Target(module, clause, depth + 1),
                _ => Local(module, entry.Declared!, depth),
            };
        }

        return name == "default" && Bindings(module).Whole is not null ? JavaScriptTarget.Of(module)
            : Whole(module, depth) is { IsModule: true } passed && passed.Module != module ? Exported(passed.Module, name, depth + 1)
            : module.Exports.Where(static e => e.Kind == ExportKind.Star)
                .Select(e => modules.Resolve(module.Source, e.From!) is { } from ? Exported(from, name, depth + 1) : null)
                .FirstOrDefault(static t => t is not null);
    }

    private Dictionary<string, Entry> Entries(ScriptScope module, int depth)
    {
        if (_entries.TryGetValue(module, out var known))
        {
            return known;
        }

        var result = _entries[module] = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var member in Bindings(module).Members(JavaScriptBindings.Exports))
        {
            // Compilers write exports.x = void 0 before its value.
            result[member.Name] = new Entry(member, null, null);
        }

        if (Whole(module, depth) is { IsModule: false, Value: { Kind: JavaScriptValueKind.Object } literal } whole && whole.Module == module)
        {
            foreach (var member in ObjectMembers.Read(module.Source, literal.At))
            {
                result.TryAdd(member.Name, new Entry(member, null, null));
            }
        }

        foreach (var clause in module.Exports.Where(static e => e.Kind != ExportKind.Star))
        {
            result.TryAdd(clause.Name, new Entry(null, clause, null));
        }

        foreach (var declaration in module.Declarations.Where(static d => d.IsExported))
        {
            result.TryAdd(declaration.IsDefault ? "default" : declaration.Name, new Entry(null, null, declaration.Name));
        }

        return result;
    }

    private JavaScriptTarget? Target(ScriptScope module, ExportClause clause, int depth) =>
        clause.From is null ? Local(module, clause.Local, depth)
        : modules.Resolve(module.Source, clause.From) is not { } from ? null
        : clause.Kind == ExportKind.Namespace ? JavaScriptTarget.Of(from)
        : Exported(from, clause.Local, depth + 1);

    private JavaScriptTarget? Local(ScriptScope module, string name, int depth)
    {
        if (module.Imports.TryGetValue(name, out var import))
        {
            return modules.Resolve(module.Source, import.From) is not { } from ? null
                : import.Name == "*" ? JavaScriptTarget.Of(from)
                : Exported(from, import.Name, depth + 1);
        }

        return Bindings(module).Find(name) is { } binding ? new JavaScriptTarget(module, binding) : null;
    }

    private JavaScriptTarget? Whole(ScriptScope module, int depth) =>
        Bindings(module).Whole is { } whole ? Follow(new JavaScriptTarget(module, whole), depth + 1) : null;

    private sealed record Entry(Binding? Member, ExportClause? Clause, string? Declared);

    private static int IndexOf(ScriptSource source, int offset)
    {
        var (low, high) = (0, source.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = source.Tokens[middle].Start < offset ? (middle + 1, high) : (low, middle);
        }

        return source.Count > 0 && source.Tokens[low].Start == offset ? low : -1;
    }
}

/// <summary>A value in a module, or a module as a whole.</summary>
internal readonly record struct JavaScriptTarget(ScriptScope Module, Binding Binding, bool IsModule = false)
{
    public JavaScriptValue Value => JavaScriptValue.Read(Module.Source, Binding.Value) is var value && IsMethod(value)
        ? new JavaScriptValue(JavaScriptValueKind.Function, Binding.Value, Binding.Value + 1)
        : value;

    public static JavaScriptTarget Of(ScriptScope module) => new(module, default, IsModule: true);

    /// <summary><c>{ name(a) { … } }</c> binds the name itself.</summary>
    private bool IsMethod(JavaScriptValue value) => value.Kind == JavaScriptValueKind.Call && value.At == Binding.Value
        && Module.Source.Name(Binding.Value) == Binding.Name && Module.Source.Kind(Module.Source.After(Binding.Value + 1)) == '{';
}
