namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Follows exports through re-exports and imports to what they mean.</summary>
internal sealed class ModuleExports(ScriptModules modules)
{
    /// <summary>Modules in a row that only pass a name on.</summary>
    private const int MaxDepth = 64;

    /// <summary>Names passed on in all; beyond, what is known so far counts.</summary>
    private const int MaxNames = 500_000;

    private readonly Dictionary<ScriptScope, Dictionary<string, ExportTarget>> _known = [];
    private int _names;

    /// <summary>By exported name, a module's own before those of a star. <c>export=</c> stands for what the module is as a whole.</summary>
    public IReadOnlyDictionary<string, ExportTarget> Of(ScriptScope scope) => Of(scope, 0);

    /// <summary>The modules whose exports a star passes on as its own.</summary>
    public IEnumerable<ScriptScope> Starred(ScriptScope scope) =>
        scope.Exports.Where(static e => e.Kind == ExportKind.Star).Select(e => modules.Resolve(scope.Source, e.From!)).OfType<ScriptScope>();

    private Dictionary<string, ExportTarget> Of(ScriptScope scope, int depth)
    {
        if (_known.TryGetValue(scope, out var known))
        {
            // Also while it is being filled: then modules import each other, and one of them must come first.
            return known;
        }

        var result = new Dictionary<string, ExportTarget>(StringComparer.Ordinal);
        if (depth > MaxDepth)
        {
            return result;
        }

        _known[scope] = result;
        var all = scope.ExportsAll;
        foreach (var declaration in scope.Declarations.Where(d => d.IsExported || d.IsDefault || all))
        {
            Add(result, declaration.IsDefault ? "default" : declaration.Name, new ExportTarget(null, scope.Find(declaration.Name) is { Count: > 0 } same ? same : [declaration]));
        }

        foreach (var clause in scope.Exports.Where(static e => e.Kind != ExportKind.Star))
        {
            if (Target(scope, clause, depth) is { } target)
            {
                Add(result, clause.Kind == ExportKind.Assignment ? "export=" : clause.Name, target);
            }
        }

        foreach (var clause in scope.Exports.Where(static e => e.Kind == ExportKind.Star))
        {
            AddStar(result, modules.Resolve(scope.Source, clause.From!), depth);
        }

        return result;
    }

    /// <summary>What a name means inside a scope: declared there, around it, or imported.</summary>
    public ExportTarget? Local(ScriptScope scope, string name) => Local(scope, name, 0);

    private void AddStar(Dictionary<string, ExportTarget> result, ScriptScope? from, int depth)
    {
        if (from is null)
        {
            return;
        }

        foreach (var (name, target) in Of(from, depth + 1).ToArray())
        {
            if (_names >= MaxNames)
            {
                return;
            }

            if (name is not ("default" or "export="))
            {
                Add(result, name, target);
            }
        }
    }

    private ExportTarget? Target(ScriptScope scope, ExportClause clause, int depth)
    {
        if (clause.From is null)
        {
            return Local(scope, clause.Local, depth);
        }

        return modules.Resolve(scope.Source, clause.From) is not { } from ? null
            : clause.Kind == ExportKind.Namespace ? new ExportTarget(from, [])
            : Of(from, depth + 1).GetValueOrDefault(clause.Local);
    }

    private ExportTarget? Local(ScriptScope scope, string name, int depth)
    {
        for (var around = scope; around is not null; around = around.Parent)
        {
            if (around.Find(name) is { Count: > 0 } declarations)
            {
                return new ExportTarget(null, declarations);
            }

            if (around.Imports.TryGetValue(name, out var import))
            {
                return modules.Resolve(scope.Source, import.From) is not { } from ? null
                    : import.Name is "*" or "=" ? new ExportTarget(from, [])
                    : Of(from, depth + 1).GetValueOrDefault(import.Name);
            }
        }

        return null;
    }

    private void Add(Dictionary<string, ExportTarget> result, string name, ExportTarget target)
    {
        // Counted also when the name is known already: the work is in the asking.
        if (++_names <= MaxNames)
        {
            result.TryAdd(name, target);
        }
    }
}

/// <summary>What an exported name means: a whole module, or declarations of one name.</summary>
internal sealed record ExportTarget(ScriptScope? Module, IReadOnlyList<Declaration> Declarations);
