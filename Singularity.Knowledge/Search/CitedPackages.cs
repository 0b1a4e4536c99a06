using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>The packages that live patterns are about, this database's own patterns and cached ones.</summary>
public sealed class CitedPackages(NpgsqlDataSource source)
{
    // Of a package that thousands of patterns are about, the newest are looked at.
    private const int MostRead = 1_000;

    /// <summary>Whether any pattern is about a package.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT 1 FROM pattern_texts WHERE cardinality(purls) > 0)");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Their package URLs, each once.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT DISTINCT unnest(purls) FROM pattern_texts");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var purls = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            purls.Add(reader.GetString(0));
        }

        return purls;
    }

    /// <summary>The patterns about one package, the newest first, for whatever versions they hold.</summary>
    /// <param name="purl">Without a version.</param>
    public async Task<IReadOnlyList<Pattern>> ReadPatternsAsync(string purl, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT coalesce(p.view, c.view), u.own, u.merged FROM pattern_texts t
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN pattern_tallies u ON u.pattern_id = p.id
            LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            WHERE t.purls @> $1 ORDER BY t.pattern_id DESC LIMIT {MostRead}
            """).With(new[] { purl });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var patterns = new List<Pattern>();
        while (await reader.ReadAsync(cancellationToken))
        {
            patterns.Add(PatternReads.Parse(reader, 0));
        }

        return patterns;
    }
}
