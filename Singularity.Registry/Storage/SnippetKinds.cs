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

    public static SnippetKind Parse(string name) =>
        TryParse(name, out var kind) ? kind : throw new FormatException($"'{name}' is not a snippet kind.");

    public static bool TryParse(string name, out SnippetKind kind)
    {
        foreach (var one in Enum.GetValues<SnippetKind>())
        {
            if (Name(one) == name)
            {
                kind = one;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
