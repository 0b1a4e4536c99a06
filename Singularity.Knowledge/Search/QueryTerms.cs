using Npgsql;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>
/// A query's words as PostgreSQL cuts and stems them. Any of them may match. Ranking every pattern that has a word which one in twenty has would cost more than
/// all else, and hardly find what the rarer words do not: such words rank, but choose only where there are no others. How frequent a word is PostgreSQL has counted.
/// </summary>
internal sealed class QueryTerms(NpgsqlDataSource source, TimeProvider time)
{
    private const double Frequent = 0.05;
    private const int Most = 32;
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private (DateTimeOffset Until, HashSet<string> Terms)? _frequent;

    /// <summary>Two texts of type tsquery, both empty when the query has no word.</summary>
    public async Task<(string Ranking, string Choosing)> ReadAsync(string query, CancellationToken cancellationToken)
    {
        var terms = new List<string>();
        await using (var command = source.CreateCommand("SELECT lexeme FROM unnest(to_tsvector('english', $1)) LIMIT $2").With(query).With(Most))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                // Nothing that would have to be escaped.
                if (reader.GetString(0) is var term && term.AsSpan().IndexOfAny('\'', '\\') < 0)
                {
                    terms.Add($"'{term}'");
                }
            }
        }

        var frequent = await ReadFrequentAsync(cancellationToken);
        var rare = terms.Where(term => !frequent.Contains(term)).ToList();
        return (string.Join(" | ", terms), rare.Count > 0 ? string.Join(" | ", rare) : string.Join(" & ", terms));
    }

    private async Task<HashSet<string>> ReadFrequentAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_frequent is var (until, known) && now < until)
        {
            return known;
        }

        var terms = new HashSet<string>();
        await using var command = source.CreateCommand(
            """
            SELECT e.term FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e (term, frequency)
            WHERE s.schemaname = current_schema() AND s.tablename = 'pattern_texts' AND s.attname = 'terms' AND e.term IS NOT NULL AND e.frequency > $1
            """).With(Frequent);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            terms.Add($"'{reader.GetString(0)}'");
        }

        _frequent = (now + Keep, terms);
        return terms;
    }
}
