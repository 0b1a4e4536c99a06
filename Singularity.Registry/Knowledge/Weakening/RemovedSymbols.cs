using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Diffing;
using Singularity.Registry.Extraction;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>
/// Cited symbols that an older version had and a newer one has not. Where the two cannot be compared nothing is said: when the newer one's API was not kept
/// whole or could not be read, or the two were read from different languages, whose extractors name things in their own ways.
/// </summary>
internal static class RemovedSymbols
{
    /// <param name="older">All snippets of the older version.</param>
    /// <param name="newer">All snippets of the newer version.</param>
    public static IReadOnlyList<string> Find(Ecosystem ecosystem, IReadOnlyList<Snippet> older, IReadOnlyList<Snippet> newer, IEnumerable<string> cited)
    {
        var gone = ApiComparison.Removed(older, newer);
        if (gone.Count == 0 || !IsWhole(newer) || !Languages(older).Overlaps(Languages(newer)))
        {
            return [];
        }

        var had = new ApiNames(ecosystem, Signatures(older).Where(s => gone.Contains(s.Symbol ?? s.Title)));
        var has = new ApiNames(ecosystem, Signatures(newer));
        return [.. cited.Where(symbol => had.Knows(symbol) && !has.Knows(symbol))];
    }

    // What did not fit the limits was left out, and is not gone.
    private static bool IsWhole(IReadOnlyList<Snippet> snippets) =>
        snippets.Count < SnippetLimits.Count && snippets.Sum(static s => (long)s.Code.Length + (s.Description?.Length ?? 0)) < SnippetLimits.Total;

    private static HashSet<string?> Languages(IReadOnlyList<Snippet> snippets) => [.. Signatures(snippets).Select(static s => s.Language)];

    private static IEnumerable<Snippet> Signatures(IReadOnlyList<Snippet> snippets) => snippets.Where(static s => s.Kind is SnippetKind.Signature);
}
