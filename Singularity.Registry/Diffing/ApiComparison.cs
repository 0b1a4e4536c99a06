using Singularity.Contracts.Packages;

namespace Singularity.Registry.Diffing;

/// <summary>Compares the public API of two versions by qualified symbol; overloads of one symbol count as one.</summary>
internal static class ApiComparison
{
    /// <summary>The longest list, each.</summary>
    public const int MaxListed = 500;

    /// <summary>Characters of a declaration in a list; a longer one is cut.</summary>
    private const int MaxSignature = 1_000;

    public static ApiDiff Compare(IReadOnlyList<Snippet> before, IReadOnlyList<Snippet> after)
    {
        var (old, current) = (Symbols(before), Symbols(after));
        var added = current.Where(s => !old.ContainsKey(s.Key)).Select(static s => s.Value).ToList();
        var removed = old.Where(s => !current.ContainsKey(s.Key)).Select(static s => s.Value).ToList();
        var changed = current
            .Where(s => old.TryGetValue(s.Key, out var earlier) && earlier.Signature != s.Value.Signature)
            .Select(s => new ApiChange(s.Key, Cut(old[s.Key].Signature), Cut(s.Value.Signature), s.Value.Path))
            .ToList();
        return new ApiDiff(added.Count, removed.Count, changed.Count, Listed(added), Listed(removed), [.. changed.Take(MaxListed)]);
    }

    /// <summary>The symbols that the later version has not, all of them.</summary>
    public static IReadOnlySet<string> Removed(IReadOnlyList<Snippet> before, IReadOnlyList<Snippet> after)
    {
        var current = Symbols(after);
        return Symbols(before).Keys.Where(symbol => !current.ContainsKey(symbol)).ToHashSet(StringComparer.Ordinal);
    }

    private static SortedDictionary<string, ApiSymbol> Symbols(IReadOnlyList<Snippet> snippets)
    {
        var result = new SortedDictionary<string, ApiSymbol>(StringComparer.Ordinal);
        foreach (var symbol in snippets.Where(static s => s.Kind == SnippetKind.Signature).GroupBy(static s => s.Symbol ?? s.Title, StringComparer.Ordinal))
        {
            // Sorted, so that overloads declared in another order are no change.
            result.Add(symbol.Key, new ApiSymbol(
                symbol.Key, string.Join('\n', symbol.Select(static s => s.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), symbol.First().Path));
        }

        return result;
    }

    private static List<ApiSymbol> Listed(List<ApiSymbol> symbols) =>
        [.. symbols.Take(MaxListed).Select(static s => s with { Signature = Cut(s.Signature) })];

    private static string Cut(string signature) => signature.Length <= MaxSignature ? signature
        : string.Concat(signature.AsSpan(0, char.IsHighSurrogate(signature[MaxSignature - 1]) ? MaxSignature - 1 : MaxSignature), "…");
}
