using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Knowledge.Search;
using Singularity.Registry.Search;

namespace Singularity.Registry.Knowledge;

/// <summary>Patterns of the database that packages and knowledge share.</summary>
/// <param name="reads">Of its own: a search, which waits less, may find the database late where a read does not.</param>
internal sealed class PatternJoin(
    PackagePatterns patterns, PatternPresence presence, PatternGuard reads, PatternGuard searches, IOptions<PatternJoinOptions> options) : IPatternJoin
{
    private const int Most = 5;

    private static readonly IReadOnlyList<IReadOnlyList<FoundPattern>> None = [];

    public async Task<JoinedPatterns> FindAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken)
    {
        var (found, note) = await reads.AskAsync(
            stop => patterns.FindAsync(ecosystem, name, version, Most, stop), options.Value.ReadDeadline, cancellationToken);
        return new JoinedPatterns(found is null ? null : [.. found.Select(Describe)], note);
    }

    public async Task<SearchAnswer> JoinAsync(SearchAnswer answer, CancellationToken cancellationToken)
    {
        var hits = answer.Hits.Select(static (hit, place) => (Place: place, Package: PackageOf(hit)!)).Where(static hit => hit.Package is not null).ToList();
        if (hits.Count == 0)
        {
            return answer;
        }

        var packages = hits.ConvertAll(static hit => hit.Package);
        var (found, _) = await searches.AskAsync(stop => FindAsync(packages, stop), options.Value.SearchDeadline, cancellationToken);
        if (found is null || found.All(static of => of.Count == 0))
        {
            return answer;
        }

        var joined = answer.Hits.ToArray();
        foreach (var ((place, _), of) in hits.Zip(found).Where(static pair => pair.Second.Count > 0))
        {
            joined[place] = joined[place] with { Patterns = new HitPatterns(of.Count, of[0].Pattern.Content!.Title) };
        }

        return answer with { Hits = joined };
    }

    private async Task<IReadOnlyList<IReadOnlyList<FoundPattern>>> FindAsync(List<PackageVersionName> packages, CancellationToken cancellationToken) =>
        await presence.IsAnyAsync(cancellationToken) ? await patterns.FindAsync(packages, cancellationToken) : None;

    private static PackageVersionName? PackageOf(SearchHit hit) =>
        hit.Kind == SearchKinds.Package && PackageUrl.Parse(hit.Purl, out _) is { Version: { } version } package
            ? new PackageVersionName(package.Ecosystem, package.Name, version)
            : null;

    private static PackagePattern Describe(FoundPattern found)
    {
        var content = found.Pattern.Content!;
        return new PackagePattern(found.Pattern.Id, content.Title, content.Kind, found.Score.Confidence, found.Source, found.Range);
    }
}
