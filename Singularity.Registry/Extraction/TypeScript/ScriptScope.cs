namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>What is declared, imported and exported in a file, a namespace or an ambient module.</summary>
internal sealed class ScriptScope(ScriptSource source, ScriptScope? parent, bool exportsAll)
{
    private readonly Dictionary<string, List<Declaration>> _byName = new(StringComparer.Ordinal);

    public ScriptSource Source => source;

    public ScriptScope? Parent => parent;

    /// <summary>Namespaces and ambient modules export all they declare, unless they list what they export.</summary>
    public bool ExportsAll => exportsAll && !Exports.Exists(static e => e.Kind is ExportKind.Name or ExportKind.Assignment);

    /// <summary>In the file's order.</summary>
    public List<Declaration> Declarations { get; } = [];

    public List<ExportClause> Exports { get; } = [];

    /// <summary>By local name.</summary>
    public Dictionary<string, ImportClause> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are loaded for what they declare globally, as specifiers.</summary>
    public List<string> References { get; } = [];

    /// <summary>Modules that are declared by name.</summary>
    public List<(string Name, ScriptScope Scope)> AmbientModules { get; } = [];

    /// <summary>What <c>declare global</c> adds.</summary>
    public List<ScriptScope> Globals { get; } = [];

    /// <summary>Without any import or export a file declares globals.</summary>
    public bool IsModule { get; set; }

    public IReadOnlyList<Declaration> Find(string name) => _byName.TryGetValue(name, out var found) ? found : [];

    public void Add(Declaration declaration)
    {
        Declarations.Add(declaration);
        if (declaration.Name.Length == 0)
        {
            return;
        }

        if (!_byName.TryGetValue(declaration.Name, out var same))
        {
            _byName[declaration.Name] = same = [];
        }

        same.Add(declaration);
    }
}

/// <summary>One name of an export statement.</summary>
/// <param name="Name">As exported; empty for a plain star.</param>
/// <param name="Local">The name in the module it comes from.</param>
/// <param name="From">A module specifier, or null for this module.</param>
internal sealed record ExportClause(ExportKind Kind, string Name, string Local, string? From);

internal enum ExportKind
{
    /// <summary><c>export { a as b }</c>, with or without from.</summary>
    Name,

    /// <summary><c>export * from</c>.</summary>
    Star,

    /// <summary><c>export * as name from</c>.</summary>
    Namespace,

    /// <summary><c>export = name</c>.</summary>
    Assignment,
}

/// <summary>One name of an import statement.</summary>
/// <param name="Name">The name there; <c>*</c> for the whole module, <c>=</c> for what <c>import x = require()</c> gives.</param>
internal sealed record ImportClause(string Name, string From);
