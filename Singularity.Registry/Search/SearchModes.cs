using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search;

/// <summary>Modes of a search as they are written on the wire.</summary>
internal static class SearchModes
{
    public const string Names = "'keyword', 'semantic' and 'hybrid'";

    public static IndexMode? Parse(string? name) => name switch
    {
        "keyword" => IndexMode.Keyword,
        "semantic" => IndexMode.Semantic,
        "hybrid" => IndexMode.Hybrid,
        _ => null,
    };

    public static string Name(IndexMode mode) => mode switch
    {
        IndexMode.Keyword => "keyword",
        IndexMode.Semantic => "semantic",
        _ => "hybrid",
    };
}
