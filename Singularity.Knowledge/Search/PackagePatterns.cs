using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>Patterns about one version of a package, the most trusted first.</summary>
public sealed class PackagePatterns(NpgsqlDataSource source, PatternScores scores, IVersionRanges ranges)
{
    // Of a package that thousands of patterns are about, the newest are looked at.
    private const int MostRead = 500;

    /// <param name="version">An exact version. A pattern whose range cannot be read is left out: it may be about another version.</param>
    public async Task<IReadOnlyList<(Pattern Pattern, PatternScore Score)>> FindAsync(
        Ecosystem ecosystem, string name, string version, int limit, CancellationToken cancellationToken)
    {
        var purl = PackageUrl.Format(ecosystem, name, null);
        await using var command = source.CreateCommand(
            $"""
            SELECT coalesce(p.view, c.view) FROM pattern_texts t
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            WHERE t.purls @> $1 ORDER BY t.pattern_id DESC LIMIT {MostRead}
            """).With(new[] { purl });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(Pattern Pattern, PatternScore Score)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var pattern = PatternReads.Parse(reader.GetString(0));
            if (pattern.Content!.Packages.Any(p => p.Purl == purl && (p.Range is null || ranges.Contains(ecosystem, p.Range, version) == true)))
            {
                found.Add((pattern, scores.Of(pattern)));
            }
        }

        return [.. found.OrderByDescending(static f => f.Score.Confidence).ThenByDescending(static f => f.Pattern.Id).Take(limit)];
    }
}
