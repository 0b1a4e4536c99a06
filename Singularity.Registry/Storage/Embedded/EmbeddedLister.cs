using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Lists and counts over the embedded file: a scan, as a developer's own file holds thousands of packages at most.</summary>
internal static class EmbeddedLister
{
    public static PackagePage List(EmbeddedDatabase database, ListPackages request)
    {
        var after = request.After is null ? null : PackageKey.Parse(request.After);
        return Page(
            database.Packages.FindAll().Where(p =>
                (request.Ecosystem is null || p.Ecosystem == request.Ecosystem.Value.PurlType())
                && (request.Prefix is null || p.Name.StartsWith(request.Prefix, StringComparison.Ordinal))
                && (after is not var (ecosystem, name, _) || Compare(p.Ecosystem, p.Name, ecosystem.PurlType(), name) > 0)),
            request.Limit);
    }

    public static PackagePage FindByTags(EmbeddedDatabase database, FindByTags request) => Page(
        database.Packages.FindAll().Where(p =>
            (request.Ecosystem is null || p.Ecosystem == request.Ecosystem.Value.PurlType())
            && request.Tags.All(tag => p.Keywords.Contains(tag, StringComparer.Ordinal))),
        request.Limit);

    public static IReadOnlyList<EcosystemStats> Count(EmbeddedDatabase database)
    {
        var versions = database.Versions.FindAll().ToLookup(static v => v.PackageId, static v => v.Snippets, StringComparer.Ordinal);
        return
        [
            .. database.Packages.FindAll().GroupBy(static p => p.Ecosystem, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal)
                .Where(static g => Ecosystems.TryParse(g.Key, out _))
                .Select(g => new EcosystemStats(
                    Ecosystems.TryParse(g.Key, out var ecosystem) ? ecosystem : default,
                    g.LongCount(),
                    g.Sum(p => versions[p.Id].LongCount()),
                    g.Sum(p => versions[p.Id].Sum(static s => (long)s)))),
        ];
    }

    private static PackagePage Page(IEnumerable<EmbeddedPackage> packages, int limit) => PageCut.Cut(
        [
            .. packages
                .Where(static p => Ecosystems.TryParse(p.Ecosystem, out _))
                .OrderBy(static p => p.Ecosystem, StringComparer.Ordinal).ThenBy(static p => p.Name, StringComparer.Ordinal)
                .Take(limit + 1)
                .Select(static p => new PackageSummary(
                    Ecosystems.TryParse(p.Ecosystem, out var ecosystem) ? ecosystem : default,
                    p.Name, p.ShownVersion, p.Description, p.License, p.Snippets, DateTimeOffset.FromUnixTimeMilliseconds(p.CollectedAt))),
        ],
        limit);

    private static int Compare(string ecosystem, string name, string otherEcosystem, string otherName) =>
        string.CompareOrdinal(ecosystem, otherEcosystem) is not 0 and var order ? order : string.CompareOrdinal(name, otherName);
}
