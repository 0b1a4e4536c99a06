namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>A declared name. Offsets point into its module's text.</summary>
internal sealed class Declaration
{
    public required DeclarationKind Kind { get; init; }

    /// <summary>Empty for an anonymous default export.</summary>
    public required string Name { get; init; }

    public required ScriptScope Scope { get; init; }

    /// <summary>Of the keyword, after export, declare and default.</summary>
    public required int Start { get; init; }

    /// <summary>Of the name.</summary>
    public required int NameStart { get; init; }

    /// <summary>Of the signature: before the body of what has one.</summary>
    public required int End { get; init; }

    /// <summary>An index into <see cref="ScriptSource.Docs"/>, or -1.</summary>
    public required int Doc { get; init; }

    public bool IsExported { get; init; }

    public bool IsDefault { get; init; }

    /// <summary>Of a class, interface, enum or the object types that an alias names.</summary>
    public IReadOnlyList<Member> Members { get; init; } = [];

    /// <summary>Of a namespace.</summary>
    public ScriptScope? Body { get; init; }
}

internal enum DeclarationKind
{
    Function,
    Class,
    Interface,
    Alias,
    Enum,
    Variable,
    Namespace,
}

/// <summary>A member of a class, interface, enum or object type.</summary>
/// <param name="Name">Empty for call and index signatures.</param>
/// <param name="IsCallable">Whether it is called: a method, constructor or a property that holds a function.</param>
internal readonly record struct Member(string Name, int Start, int End, int Doc, bool IsCallable);
