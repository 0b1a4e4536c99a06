namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>A documentation comment, read.</summary>
internal sealed record ScriptDoc
{
    public static ScriptDoc None { get; } = new();

    /// <summary>The first paragraph, or what @summary or @description says.</summary>
    public string? Summary { get; init; }

    /// <summary>What @deprecated says; empty when it only says so; null when it does not.</summary>
    public string? Deprecated { get; init; }

    /// <summary>Whether @internal, @hidden, @private or the like takes it out of the public API.</summary>
    public bool IsHidden { get; init; }

    /// <summary>@param, in order.</summary>
    public IReadOnlyList<DocParameter> Parameters { get; init; } = [];

    /// <summary>The type that @returns gives.</summary>
    public string? Returns { get; init; }

    /// <summary>The type that @type gives.</summary>
    public string? Type { get; init; }

    public IReadOnlyList<DocExample> Examples { get; init; } = [];

    /// <summary>The deprecation, then the summary; null without either.</summary>
    public string? Description => Deprecated is null ? Summary
        : string.Join(' ', new[] { Deprecated.Length == 0 ? "Deprecated." : $"Deprecated: {Deprecated}", Summary }.Where(static t => t is not null));
}

/// <summary>A parameter as JSDoc describes it.</summary>
/// <param name="Name">With dots for a property of a parameter.</param>
/// <param name="Type">As written between braces; null when it is not.</param>
internal sealed record DocParameter(string Name, string? Type, bool IsOptional);

/// <summary>Code in a documentation comment.</summary>
/// <param name="Language">Of its fence; null when it names none.</param>
/// <param name="Line">Of its first line, counted from the comment's first, which is 0.</param>
internal sealed record DocExample(string Code, string? Language, int Line);
