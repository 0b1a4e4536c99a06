namespace Singularity.Registry.Extraction.Rust;

/// <summary>Something public, with the path under which other crates reach it.</summary>
internal sealed record RustApiEntry(string Symbol, RustItem Item);

/// <summary>
/// Walks what other crates can reach: public modules, and what re-exports bring out of private ones. An item has one path, the shortest under which it is
/// declared, or else re-exported; further re-exports are listed as the declarations they are.
/// </summary>
internal sealed class RustApi
{
    /// <summary>Modules under all their paths.</summary>
    private const int MaxVisits = 20_000;

    private readonly RustNames _names;
    private readonly Queue<(RustModule Module, string Path)> _declared = new();
    private readonly Queue<(RustModule Module, string Path)> _reexported = new();
    private readonly HashSet<(RustModule, string)> _visited = [];
    private readonly HashSet<RustModule> _pathKnown = [];
    private readonly List<(RustModule Module, string Path, RustUse Use)> _uses = [];
    private readonly Dictionary<RustItem, string> _symbols = new(ReferenceEqualityComparer.Instance);
    private readonly List<RustApiEntry> _entries = [];

    private RustApi(RustModule root)
    {
        _names = new RustNames(root);
        Attach(root);
        _declared.Enqueue((root, root.Name));
    }

    /// <summary>Modules in the order of their depth, items in the order of their files.</summary>
    public static IReadOnlyList<RustApiEntry> Of(RustModule root)
    {
        var api = new RustApi(root);
        api.Walk();
        return api._entries;
    }

    /// <summary>Gives inherent methods to their types.</summary>
    private void Attach(RustModule root)
    {
        var modules = new List<RustModule> { root };
        for (var i = 0; i < modules.Count; i++)
        {
            modules.AddRange(modules[i].Modules);
        }

        foreach (var module in modules)
        {
            foreach (var implementation in module.Implementations)
            {
                var type = _names.Resolve(module, implementation.Type).Items.FirstOrDefault(static i => i.Kind is RustItemKind.Type or RustItemKind.Enum);
                type?.Members.AddRange(implementation.Members);
            }
        }
    }

    private void Walk()
    {
        while (_visited.Count < MaxVisits && (_declared.TryDequeue(out var next) || _reexported.TryDequeue(out next)))
        {
            if (_visited.Add(next))
            {
                Visit(next.Module, next.Path);
            }
        }

        foreach (var (module, path, use) in _uses)
        {
            Reexport(module, path, use);
        }
    }

    private void Visit(RustModule module, string path)
    {
        if (_pathKnown.Add(module) && (module.Doc.Count > 0 || module.Parent is null))
        {
            AddModule(module, path);
        }

        foreach (var item in module.Items.Where(static i => i.IsPublic))
        {
            Add(item, $"{path}::{item.Name}", item.Signature);
        }

        foreach (var child in module.Modules.Where(static m => m is { IsPublic: true, IsHidden: false }))
        {
            _declared.Enqueue((child, $"{path}::{child.Name}"));
        }

        foreach (var use in module.Uses.Where(static u => u.IsPublic))
        {
            if (use.Alias is not null)
            {
                _uses.Add((module, path, use));
            }

            foreach (var target in _names.Resolve(module, use.Path).Modules.Where(static m => !m.IsHidden))
            {
                // A glob shows the content of any module in this place; by name only public ones can be shown.
                if (use.Alias is null || (target.IsPublic && !_pathKnown.Contains(target)))
                {
                    _reexported.Enqueue((target, use.Alias is null ? path : $"{path}::{use.Alias}"));
                }
            }
        }
    }

    private void Reexport(RustModule module, string path, RustUse use)
    {
        var target = _names.Resolve(module, use.Path);
        var symbol = $"{path}::{use.Alias}";
        foreach (var item in target.Items.Where(static i => i.IsPublic))
        {
            if (_symbols.TryGetValue(item, out var known))
            {
                AddAlias(symbol, known, use, item.Doc);
            }
            else
            {
                Add(item, symbol, item.Name == use.Alias ? item.Signature : $"{item.Signature} // as {use.Alias}");
            }
        }

        if (target.IsNone && use.Path[0] is not ("crate" or "self" or "super"))
        {
            AddAlias(symbol, string.Join("::", use.Path), use, []);
        }
    }

    private void Add(RustItem item, string symbol, string signature)
    {
        if (!_symbols.TryAdd(item, symbol))
        {
            return;
        }

        _entries.Add(new RustApiEntry(symbol, item with { Signature = signature }));
        _entries.AddRange(item.Members.Select(member => new RustApiEntry($"{symbol}::{member.Name}", member)));
    }

    private void AddModule(RustModule module, string path) => _entries.Add(new RustApiEntry(
        path,
        new RustItem(RustItemKind.Type, module.Name, true, module.Path, module.Line, module.Parent is null ? "" : $"pub mod {module.Name}", module.Doc)));

    private void AddAlias(string symbol, string target, RustUse use, IReadOnlyList<RustDocLine> doc)
    {
        if (symbol != target)
        {
            var name = target.EndsWith("::" + use.Alias, StringComparison.Ordinal) || target == use.Alias ? target : $"{target} as {use.Alias}";
            _entries.Add(new RustApiEntry(symbol, new RustItem(RustItemKind.Type, use.Alias!, true, use.File, use.Line, $"pub use {name};", [.. doc.TakeWhile(static l => l.Text.AsSpan().Trim().Length > 0)])));
        }
    }
}
