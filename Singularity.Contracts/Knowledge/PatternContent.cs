using System.Diagnostics.CodeAnalysis;

namespace Singularity.Contracts.Knowledge;

/// <summary>What was learned. Untrusted text. Sizes: <see cref="KnowledgeLimits"/>.</summary>
public sealed record PatternContent
{
    public required PatternKind Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Markdown.</summary>
    public required string Body { get; init; }

    /// <summary>A lower-case language name such as csharp; null when it is about none.</summary>
    public string? Language { get; init; }

    [AllowNull]
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>The packages that it is about.</summary>
    [AllowNull]
    public IReadOnlyList<PackageReference> Packages { get; init => field = value ?? []; } = [];

    public string? Code { get; init; }
}

/// <summary>A package that a pattern is about.</summary>
public sealed record PackageReference
{
    /// <summary>The package URL without version, such as <c>pkg:hex/ecto</c>.</summary>
    public required string Purl { get; init; }

    /// <summary>Versions for which the pattern holds, in vers (<c>vers:hex/&gt;=3.11.0</c>) or the ecosystem's own syntax; null means all.</summary>
    public string? Range { get; init; }

    /// <summary>Parts of the package's API that the pattern uses.</summary>
    [AllowNull]
    public IReadOnlyList<string> Symbols { get; init => field = value ?? []; } = [];
}

/// <summary>New values of some fields; null leaves a field as it is. Language and code are taken away by the empty text.</summary>
public sealed record PatternChanges
{
    public PatternKind? Kind { get; init; }

    public string? Title { get; init; }

    public string? Body { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<PackageReference>? Packages { get; init; }

    public string? Code { get; init; }
}
