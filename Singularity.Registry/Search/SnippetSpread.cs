using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>Lets several packages be seen: one of them has at most three of the first ten places while others have something to show.</summary>
internal static class SnippetSpread
{
    private const int FirstPlaces = 10;
    private const int MostOfOne = 3;

    /// <summary>The hits in a new order, without what another version of a package says again.</summary>
    public static IReadOnlyList<SearchHit> Spread(IReadOnlyList<SearchHit> hits)
    {
        var seen = new HashSet<(string Package, string Title, string Code)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var (first, rest) = (new List<SearchHit>(), new List<SearchHit>());
        foreach (var hit in hits)
        {
            var package = Package(hit.Purl);
            if (!seen.Add((package, hit.Title, hit.Snippet?.Code ?? "")))
            {
                continue;
            }

            var taken = places.GetValueOrDefault(package);
            var isFirst = first.Count < FirstPlaces && taken < MostOfOne;
            (isFirst ? first : rest).Add(hit);
            places[package] = taken + 1;
        }

        return [.. first, .. rest];
    }

    /// <summary>The package URL without its version.</summary>
    private static string Package(string purl) => purl.LastIndexOf('@') is > 0 and var at ? purl[..at] : purl;
}
