namespace Singularity.Registry.Extraction.Python;

/// <summary>What one source file defines.</summary>
/// <param name="name">Dotted, without <c>__init__</c>.</param>
/// <param name="isPackage">Whether the file is an <c>__init__</c>, against which relative imports count.</param>
internal sealed class PythonModule(string name, string path, bool isPackage)
{
    private HashSet<string>? _listed;

    public string Name { get; } = name;

    public string Path { get; } = path;

    public bool IsPackage { get; } = isPackage;

    public PythonDoc? Doc { get; set; }

    /// <summary>The names in <c>__all__</c>, in order; null when there is none.</summary>
    public List<string>? All { get; set; }

    /// <summary>Whether <c>__all__</c> is made of its literal names alone.</summary>
    public bool AllIsComplete { get; set; } = true;

    public List<PythonItem> Items { get; } = [];

    public List<PythonImport> Imports { get; } = [];

    /// <summary>By name.</summary>
    public Dictionary<string, PythonItem> Defined => field ??= Items.DistinctBy(static i => i.Name).ToDictionary(static i => i.Name, StringComparer.Ordinal);

    /// <summary>By the name they are given here, those of <c>*</c> left out.</summary>
    public Dictionary<string, PythonImport> Imported => field ??= Imports.Where(static i => i.Name != "*").DistinctBy(static i => i.Alias)
        .ToDictionary(static i => i.Alias, StringComparer.Ordinal);

    /// <summary>The modules that all is imported from.</summary>
    public IReadOnlyList<string> Stars => field ??= [.. Imports.Where(static i => i.Name == "*").Select(static i => i.Module).Distinct(StringComparer.Ordinal)];

    /// <summary>No part of the name begins with an underscore.</summary>
    public bool IsPublic => !Name.StartsWith('_') && !Name.Contains("._", StringComparison.Ordinal);

    /// <summary>Whether <c>__all__</c> names it.</summary>
    public bool Lists(string name) => (_listed ??= (All ?? []).ToHashSet(StringComparer.Ordinal)).Contains(name);

    /// <summary>Whether the module itself offers the name: <c>__all__</c> decides where it is literal, else the leading underscore does.</summary>
    public bool Offers(string name) => Lists(name) || ((All is null || !AllIsComplete) && name[0] != '_');
}

/// <summary>One name of <c>from Module import Name as Alias</c>; the name <c>*</c> stands for all.</summary>
/// <param name="Module">Absolute.</param>
internal sealed record PythonImport(string Module, string Name, string Alias);

internal enum PythonItemKind
{
    Function,
    Class,
    Value,
}

/// <summary>A definition in a module or class.</summary>
/// <param name="name">Without module and class.</param>
/// <param name="line">Of its first decorator or keyword.</param>
internal sealed class PythonItem(PythonItemKind kind, string name, string path, int line, string code)
{
    public PythonItemKind Kind { get; } = kind;

    public string Name { get; } = name;

    public string Path { get; } = path;

    public int Line { get; } = line;

    /// <summary>The declaration without its body; overloads stand one below the other.</summary>
    public string Code { get; set; } = code;

    /// <summary>Whether the code so far is that of overloads, which an implementation follows.</summary>
    public bool IsOverload { get; init; }

    /// <summary>Of a value: whether its name or type says that it is meant to be used.</summary>
    public bool IsTelling { get; init; } = true;

    public PythonDoc? Doc { get; set; }

    /// <summary>Of a class.</summary>
    public List<PythonItem> Members { get; } = [];
}

/// <summary>A documentation string, unwrapped when it is asked for: most are of what is private.</summary>
/// <param name="literal">As it stands in the file.</param>
/// <param name="line">The line of the file on which it begins.</param>
internal sealed class PythonDoc(string literal, string path, int line)
{
    public string Path { get; } = path;

    public int Line { get; } = line;

    /// <summary>With its common indentation removed and one line of it for each line of the file.</summary>
    public string Text => field ??= PythonDocText.OfLiteral(literal);

    /// <summary>The first paragraph, in one line.</summary>
    public string? Summary => field ??= PythonDocText.Summary(Text);
}
