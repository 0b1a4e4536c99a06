namespace Singularity.Registry.Extraction;

/// <summary>How much is kept of one version.</summary>
internal static class SnippetLimits
{
    /// <summary>Snippets of all kinds.</summary>
    public const int Count = 5_000;

    /// <summary>Characters of one snippet's code; a longer piece is a listing and no example, and is left out.</summary>
    public const int Code = 32 * 1024;

    /// <summary>Characters of all code and descriptions together.</summary>
    public const int Total = 8 * 1024 * 1024;

    /// <summary>Characters of a description; the rest is cut off.</summary>
    public const int Description = 1_000;

    /// <summary>Characters of a title or symbol; a longer one is left out with its snippet.</summary>
    public const int Symbol = 512;
}
