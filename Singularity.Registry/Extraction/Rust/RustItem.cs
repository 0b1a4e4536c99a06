namespace Singularity.Registry.Extraction.Rust;

internal enum RustItemKind
{
    Function,
    Type,
    Enum,
    Variant,
    Trait,
    Value,
    Macro,
}

/// <summary>A line of documentation.</summary>
/// <param name="Line">In the file, from 1.</param>
internal readonly record struct RustDocLine(int Line, string Text);

/// <summary>Something with a name that other crates may use.</summary>
/// <param name="Path">Its file in the archive.</param>
/// <param name="Line">Where its signature starts, from 1.</param>
internal sealed record RustItem(RustItemKind Kind, string Name, bool IsPublic, string Path, int Line, string Signature, IReadOnlyList<RustDocLine> Doc)
{
    /// <summary>Variants, methods and associated items, public ones only.</summary>
    public List<RustItem> Members { get; } = [];
}

/// <summary>One name that a use declaration brings in.</summary>
/// <param name="Path">Its segments; without the last for a glob.</param>
/// <param name="Alias">Null for a glob.</param>
internal sealed record RustUse(IReadOnlyList<string> Path, string? Alias, bool IsPublic, string File, int Line);

/// <summary>An inherent implementation.</summary>
/// <param name="Type">The path of its type.</param>
internal sealed record RustImplementation(IReadOnlyList<string> Type, IReadOnlyList<RustItem> Members);

/// <summary>A module, whose content may be in a file of its own.</summary>
internal sealed class RustModule(string name, RustModule? parent, bool isPublic)
{
    public string Name => name;

    public RustModule? Parent => parent;

    public bool IsPublic => isPublic;

    public string Path { get; set; } = "";

    public int Line { get; set; } = 1;

    /// <summary>Hidden from documentation, though it may be reached.</summary>
    public bool IsHidden { get; set; }

    public List<RustDocLine> Doc { get; } = [];

    public List<RustItem> Items { get; } = [];

    public List<RustModule> Modules { get; } = [];

    public List<RustUse> Uses { get; } = [];

    public List<RustImplementation> Implementations { get; } = [];

    public ILookup<string, RustItem> ItemsByName => field ??= Items.ToLookup(static i => i.Name, StringComparer.Ordinal);

    public ILookup<string, RustModule> ModulesByName => field ??= Modules.ToLookup(static m => m.Name, StringComparer.Ordinal);

    public ILookup<string, RustUse> UsesByAlias => field ??= Uses.Where(static u => u.Alias is not null).ToLookup(static u => u.Alias!, StringComparer.Ordinal);
}
