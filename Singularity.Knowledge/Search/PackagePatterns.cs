using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>
/// Patterns about versions of packages, the most trusted first. A pattern whose range cannot be read is left out: it may be about another version.
/// </summary>
public sealed class PackagePatterns(NpgsqlDataSource source, PatternScores scores, IVersionRanges ranges, TimeProvider time)
{
    /// <summary>Of a package on a page that many patterns are about, so many of the newest are looked at.</summary>
    public const int MostOfEach = 50;

    // Of the one package that is asked about.
    private const int MostOfOne = 500;

    /// <param name="version">An exact version.</param>
    public async Task<IReadOnlyList<FoundPattern>> FindAsync(Ecosystem ecosystem, string name, string version, int limit, CancellationToken cancellationToken)
    {
        var found = await ReadAsync([new PackageVersionName(ecosystem, name, version)], MostOfOne, cancellationToken);
        return found.Count == 0 ? [] : [.. found[0].Take(limit)];
    }

    /// <summary>The same for all packages of a page, in one query.</summary>
    /// <returns>One list for each package, in their order.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<FoundPattern>>> FindAsync(IReadOnlyList<PackageVersionName> packages, CancellationToken cancellationToken) =>
        await ReadAsync(packages, MostOfEach, cancellationToken);

    private async Task<List<IReadOnlyList<FoundPattern>>> ReadAsync(IReadOnlyList<PackageVersionName> packages, int most, CancellationToken cancellationToken)
    {
        var purls = packages.Select(static p => PackageUrl.Format(p.Ecosystem, p.Name, null)).ToArray();
        await using var command = source.CreateCommand(
            $"""
            SELECT a.place::integer, coalesce(p.view, c.view), u.own, u.merged, c.authority, c.fetched_at, c.expires_at
            FROM unnest($1::text[]) WITH ORDINALITY AS a (purl, place)
            CROSS JOIN LATERAL (
                SELECT pattern_id, is_cached FROM pattern_texts WHERE purls @> ARRAY[a.purl] ORDER BY pattern_id DESC LIMIT {most}) t
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            """).With(purls);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = packages.Select(static _ => new List<FoundPattern>()).ToList();
        var now = time.GetUtcNow();
        while (await reader.ReadAsync(cancellationToken))
        {
            var place = reader.GetInt32(0) - 1;
            var pattern = PatternReads.Parse(reader, 1);
            if (pattern.Content!.Packages.FirstOrDefault(p => p.Purl == purls[place] && Holds(p, packages[place])) is { } reference)
            {
                found[place].Add(new FoundPattern(pattern, scores.Of(pattern), await SourceAsync(reader, now, cancellationToken), reference.Range));
            }
        }

        return [.. found.Select(static of => of.OrderByDescending(static f => f.Score.Confidence).ThenByDescending(static f => f.Pattern.Id).ToList())];
    }

    private bool Holds(PackageReference reference, PackageVersionName package) =>
        reference.Range is not { } range || ranges.Contains(package.Ecosystem, range, package.Version) == true;

    private static async Task<PatternSource> SourceAsync(NpgsqlDataReader reader, DateTimeOffset now, CancellationToken cancellationToken) =>
        await reader.IsDBNullAsync(4, cancellationToken)
            ? new PatternSource()
            : new PatternSource(reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6) < now);
}

/// <param name="Version">An exact version.</param>
public sealed record PackageVersionName(Ecosystem Ecosystem, string Name, string Version);

/// <summary>A pattern about a version of a package.</summary>
/// <param name="Source">Where it is known from.</param>
/// <param name="Range">As the pattern has it; null means all versions.</param>
public sealed record FoundPattern(Pattern Pattern, PatternScore Score, PatternSource Source, string? Range);
