namespace Singularity.Registry.Extraction.Python;

/// <summary>
/// Finds under which public name each definition is meant to be used: packages keep their code in private modules and offer it in their
/// <c>__init__</c>. Of several names the shortest counts, once.
/// </summary>
internal sealed class PythonExports(IReadOnlyDictionary<string, PythonModule> modules)
{
    /// <summary>How far a name is followed from import to import.</summary>
    private const int MaxDepth = 8;

    /// <summary>Steps in all: code that imports everything from everywhere, back and forth, must end.</summary>
    private const int MaxSteps = 500_000;

    private readonly Dictionary<PythonItem, PythonName> _names = [];
    private int _steps;

    /// <summary>The public definitions of modules, those nearest to the top first, then as they stand in their files.</summary>
    public IReadOnlyList<(PythonName Name, PythonItem Item)> Find()
    {
        foreach (var module in modules.Values.Where(static m => m.IsPublic))
        {
            foreach (var name in Names(module, 0).Distinct(StringComparer.Ordinal))
            {
                Offer(module, name);
            }
        }

        return [.. _names.Select(static n => (n.Value, n.Key))
            .OrderBy(static n => n.Value.Depth)
            .ThenBy(static n => n.Value.Module, StringComparer.Ordinal)
            .ThenBy(static n => n.Key.Path, StringComparer.Ordinal)
            .ThenBy(static n => n.Key.Line)];
    }

    /// <summary>The definition that a module offers, its own or another's, under this name.</summary>
    public PythonItem? Resolve(string module, string name) => Resolve(module, name, 0);

    private void Offer(PythonModule module, string name)
    {
        // What a package takes over from a module of its own is meant to be used, whatever it looks like.
        if (Resolve(module.Name, name, 0) is not { } item || (!item.IsTelling && !module.Lists(name) && item.Path == module.Path))
        {
            return;
        }

        var candidate = new PythonName(module.Name, name, name != item.Name, item.Path != module.Path);
        if (!_names.TryGetValue(item, out var known) || candidate.CompareForUse(known) < 0)
        {
            _names[item] = candidate;
        }
    }

    /// <summary>The names that a module offers.</summary>
    private IEnumerable<string> Names(PythonModule module, int depth)
    {
        if (++_steps > MaxSteps || depth > MaxDepth)
        {
            yield break;
        }

        foreach (var name in module.All ?? [])
        {
            yield return name;
        }

        if (module.All is not null && module.AllIsComplete)
        {
            yield break;
        }

        foreach (var item in module.Items.Where(static i => i.Name[0] != '_'))
        {
            yield return item.Name;
        }

        foreach (var import in module.Imports.Where(i => module.IsPackage && i.Alias[0] is not ('_' or '*') && modules.ContainsKey(i.Module)))
        {
            yield return import.Alias;
        }

        foreach (var star in module.Stars)
        {
            foreach (var name in modules.TryGetValue(star, out var source) ? Names(source, depth + 1) : [])
            {
                _steps++;
                yield return name;
            }
        }
    }

    private PythonItem? Resolve(string moduleName, string name, int depth)
    {
        if (++_steps > MaxSteps || depth > MaxDepth || !modules.TryGetValue(moduleName, out var module))
        {
            return null;
        }

        if (module.Defined.TryGetValue(name, out var item))
        {
            return item;
        }

        if (module.Imported.TryGetValue(name, out var import))
        {
            return Resolve(import.Module, import.Name, depth + 1);
        }

        foreach (var star in module.Stars)
        {
            if (Resolve(star, name, depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>A public name of a definition.</summary>
/// <param name="IsAlias">Whether the definition is called otherwise where it stands.</param>
/// <param name="IsElsewhere">Whether it stands in another module.</param>
internal readonly record struct PythonName(string Module, string Name, bool IsAlias, bool IsElsewhere)
{
    public string Path => $"{Module}.{Name}";

    public int Depth => Module.AsSpan().Count('.');

    /// <summary>The better name first.</summary>
    public int CompareForUse(PythonName other)
    {
        var order = (IsAlias, Depth, IsElsewhere, Module.Length).CompareTo((other.IsAlias, other.Depth, other.IsElsewhere, other.Module.Length));
        return order != 0 ? order : string.CompareOrdinal(Path, other.Path);
    }
}
