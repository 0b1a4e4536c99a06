using Singularity.Contracts.Packages;

namespace Singularity.Registry.Messaging;

/// <summary>The parts of a package's snippets that a request can include.</summary>
internal static class SnippetParts
{
    private static readonly Dictionary<string, Func<SnippetKind, bool>> Parts = new(StringComparer.Ordinal)
    {
        ["snippets"] = static _ => true,
        ["api"] = static kind => kind is SnippetKind.Signature,
        ["examples"] = IsExample,
        ["changelog"] = static kind => kind is SnippetKind.Changelog,
    };

    public static string Names => string.Join(", ", Parts.Keys.Select(static name => $"'{name}'"));

    public static bool Knows(string part) => Parts.ContainsKey(part);

    public static bool IsExample(SnippetKind kind) => kind is SnippetKind.Readme or SnippetKind.Example or SnippetKind.Doctest;

    public static IReadOnlyList<Snippet> Select(IReadOnlyList<Snippet> snippets, IReadOnlyList<string> parts) =>
        parts.Contains("snippets") ? snippets : [.. snippets.Where(s => parts.Any(part => Parts[part](s.Kind)))];
}
