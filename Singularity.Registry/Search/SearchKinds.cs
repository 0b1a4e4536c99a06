using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>What a search can return.</summary>
internal static class SearchKinds
{
    public const string Package = "package";
    public const string Snippet = "snippet";

    /// <summary>What <see cref="SearchScores.Name"/> says of a hit whose name is the query.</summary>
    public const string ExactName = "exact";

    public static bool Wants(SearchPackages request, string kind) => request.Kinds is not { Count: > 0 } kinds || kinds.Contains(kind);
}
