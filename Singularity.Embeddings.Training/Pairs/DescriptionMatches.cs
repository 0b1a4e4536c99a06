using Singularity.Embeddings.Training.Corpus;

namespace Singularity.Embeddings.Training.Pairs;

/// <summary>Packages of a distribution and of a registry that carry one name, and so most likely are ports or packagings of one thing.</summary>
internal static class DescriptionMatches
{
    private static readonly string[] Prefixes = ["node-", "libjs-", "python3-", "ruby-", ""];

    /// <summary>Pairs of positions: a description's, and a package's.</summary>
    public static List<(int Description, int Package)> Find(IReadOnlyList<PackageText> descriptions, IReadOnlyList<PackageText> packages)
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var package = 0; package < packages.Count; package++)
        {
            byName.TryAdd(Plain(packages[package].Name), package);
        }

        var matches = new List<(int, int)>();
        for (var description = 0; description < descriptions.Count; description++)
        {
            var name = descriptions[description].Name;
            var prefix = Prefixes.First(p => name.StartsWith(p, StringComparison.Ordinal));
            if (byName.TryGetValue(Plain(name[prefix.Length..]), out var package) && packages[package].Summary.Length > 0)
            {
                matches.Add((description, package));
            }
        }

        return matches;
    }

    private static string Plain(string name) =>
        name.TrimStart('@').Replace('/', '-').Replace('.', '-').Replace('_', '-').ToLowerInvariant();
}
