namespace Singularity.Registry.Extraction.Rust;

/// <summary>Finds what paths mean within a crate: its own modules, items and what they import from each other.</summary>
internal sealed class RustNames(RustModule root)
{
    /// <summary>Imports of imports.</summary>
    private const int MaxDepth = 16;

    /// <summary>Steps for a whole crate; beyond them nothing is found any more. The largest crates need some hundred thousand.</summary>
    private int _steps = 4_000_000;

    /// <summary>The modules and items that a path may mean; nothing when it leads to another crate.</summary>
    public RustTarget Resolve(RustModule from, IReadOnlyList<string> path) => Resolve(from, path, 0);

    private RustTarget Resolve(RustModule from, IReadOnlyList<string> path, int depth)
    {
        if (path.Count == 0 || depth > MaxDepth || _steps-- <= 0)
        {
            return RustTarget.None;
        }

        var (module, index) = Start(from, path);
        if (index == path.Count)
        {
            return module is null ? RustTarget.None : new RustTarget([module], []);
        }

        for (; module is not null && index < path.Count - 1; index++)
        {
            var next = Find(module, path[index], depth);
            if (next.Modules.Count == 0)
            {
                // What follows a type is a variant or a member.
                return next.Items.SelectMany(static i => i.Members).Where(m => index == path.Count - 2 && m.Name == path[^1]).ToArray() is { Length: > 0 } members
                    ? new RustTarget([], members)
                    : RustTarget.None;
            }

            module = next.Modules[0];
        }

        return module is null ? RustTarget.None : Find(module, path[^1], depth);
    }

    private (RustModule? Module, int Index) Start(RustModule from, IReadOnlyList<string> path)
    {
        if (path[0] == "crate" || (path[0] == root.Name && !from.ModulesByName.Contains(path[0])))
        {
            return (root, 1);
        }

        var module = from;
        var index = path[0] == "self" ? 1 : 0;
        while (index < path.Count && path[index] == "super")
        {
            module = module?.Parent;
            index++;
        }

        return (module, index);
    }

    /// <summary>Declared here or imported here by name; else imported here by a glob.</summary>
    private RustTarget Find(RustModule module, string name, int depth)
    {
        var items = module.ItemsByName[name].ToList();
        var modules = module.ModulesByName[name].ToList();
        // A private module and what is imported from it often share a name.
        foreach (var use in module.UsesByAlias[name])
        {
            // use a::a would look itself up when its path starts with its own name.
            var found = use.Path.Count == 1 && use.Path[0] == name ? RustTarget.None : Resolve(module, use.Path, depth + 1);
            items.AddRange(found.Items);
            modules.AddRange(found.Modules);
        }

        if (items.Count > 0 || modules.Count > 0)
        {
            return new RustTarget(modules, items);
        }

        foreach (var use in module.Uses.Where(static u => u.Alias is null))
        {
            foreach (var target in Resolve(module, use.Path, depth + 1).Modules)
            {
                if (!ReferenceEquals(target, module) && depth < MaxDepth && _steps-- > 0 && Find(target, name, depth + 1) is { IsNone: false } found)
                {
                    return found;
                }
            }
        }

        return RustTarget.None;
    }
}

/// <summary>What a path means: one name may be a module, a type and a function at once.</summary>
internal sealed record RustTarget(IReadOnlyList<RustModule> Modules, IReadOnlyList<RustItem> Items)
{
    public static RustTarget None { get; } = new([], []);

    public bool IsNone => Modules.Count == 0 && Items.Count == 0;
}
