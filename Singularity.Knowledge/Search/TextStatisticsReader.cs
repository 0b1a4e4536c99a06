using Npgsql;

namespace Singularity.Knowledge.Search;

/// <summary>Reads what PostgreSQL has counted in table <c>pattern_texts</c>, once a minute: it counts anew when a tenth has changed.</summary>
internal sealed class TextStatisticsReader(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(1);

    private (DateTimeOffset Until, TextStatistics Statistics)? _known;

    public async Task<TextStatistics> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known is var (until, known) && now < until)
        {
            return known;
        }

        var statistics = await CountAsync(cancellationToken);
        _known = (now + Keep, statistics);
        return statistics;
    }

    private async Task<TextStatistics> CountAsync(CancellationToken cancellationToken)
    {
        // Lists of elements are followed by two or three frequencies that are no element's.
        await using var command = source.CreateCommand(
            """
            WITH counted AS (SELECT * FROM pg_stats WHERE schemaname = current_schema() AND tablename = 'pattern_texts')
            SELECT s.attname::text, e.value, e.frequency::double precision FROM counted s,
                unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e (value, frequency)
            WHERE s.attname IN ('terms', 'tags') AND e.value IS NOT NULL
            UNION ALL
            SELECT 'heads', e.value, e.frequency::double precision FROM pg_stats s,
                unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e (value, frequency)
            WHERE s.schemaname = current_schema() AND s.tablename = 'pattern_texts_heads' AND e.value IS NOT NULL
            UNION ALL
            SELECT s.attname::text, e.value, e.frequency::double precision FROM counted s,
                unnest(s.most_common_vals::text::text[], s.most_common_freqs) AS e (value, frequency)
            WHERE s.attname IN ('kind', 'language') AND e.value IS NOT NULL
            UNION ALL
            SELECT 'no language', '', s.null_frac FROM counted s WHERE s.attname = 'language'
            UNION ALL
            SELECT 'count', '', reltuples FROM pg_class WHERE oid = 'pattern_texts'::regclass AND EXISTS (SELECT FROM counted)
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var shares = new Dictionary<string, Dictionary<string, double>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!shares.TryGetValue(reader.GetString(0), out var of))
            {
                shares.Add(reader.GetString(0), of = []);
            }

            of[reader.GetString(1)] = reader.GetDouble(2);
        }

        Dictionary<string, double> Of(string name) => shares.GetValueOrDefault(name) ?? [];
        return new TextStatistics(
            Math.Max(0, Of("count").GetValueOrDefault("")), Of("terms"), Of("kind"), Of("language"), Of("tags"), Of("no language").GetValueOrDefault(""),
            Of("heads"));
    }
}
