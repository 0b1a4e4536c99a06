using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage;

/// <summary>Snippet kinds as stored and as written on the wire.</summary>
internal static class SnippetKinds
{
    public static string Name(SnippetKind kind) => kind switch
    {
        SnippetKind.Readme => "readme",
        SnippetKind.Example => "example",
        SnippetKind.Doctest => "doctest",
        SnippetKind.Signature => "signature",
        SnippetKind.Changelog => "changelog",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown snippet kind."),
    };

    public static SnippetKind Parse(string name) => name switch
    {
        "readme" => SnippetKind.Readme,
        "example" => SnippetKind.Example,
        "doctest" => SnippetKind.Doctest,
        "signature" => SnippetKind.Signature,
        "changelog" => SnippetKind.Changelog,
        _ => throw new FormatException($"'{name}' is not a snippet kind."),
    };
}
