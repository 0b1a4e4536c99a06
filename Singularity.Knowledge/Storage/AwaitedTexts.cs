using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Table <c>awaited_texts</c>: cutting texts into words and sorting those in costs more than all else that an observation causes. Of a few patterns that is done with
/// their observations, so that what somebody learns is found at once; of many it is done afterwards, page by page, and they are read by their ids meanwhile.
/// </summary>
public sealed class AwaitedTexts(NpgsqlDataSource source)
{
    /// <summary>Beyond so many patterns of one transaction the texts come later.</summary>
    internal const int Many = 200;

    /// <summary>Sorts texts in that wait for it.</summary>
    /// <returns>How many were looked at; fewer than <paramref name="limit"/> when none is left.</returns>
    public async Task<int> FillAsync(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var any = new NpgsqlCommand("SELECT EXISTS (SELECT FROM awaited_texts)", connection))
        {
            if (!(bool)(await any.ExecuteScalarAsync(cancellationToken))!)
            {
                return 0;
            }
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Writer.TakeAsync(connection, cancellationToken);
        await using var take = new NpgsqlCommand(
            """
            WITH taken AS (DELETE FROM awaited_texts WHERE pattern_id IN (SELECT pattern_id FROM awaited_texts ORDER BY pattern_id LIMIT $1) RETURNING pattern_id)
            SELECT p.view FROM taken JOIN patterns p ON p.id = taken.pattern_id
            """,
            connection).With(limit);
        var patterns = new List<Pattern>();
        await using (var reader = await take.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                patterns.Add(PatternReads.Parse(reader.GetString(0)));
            }
        }

        await PatternTexts.WriteAsync(connection, patterns, isCached: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return patterns.Count;
    }

    internal static async Task AddAsync(NpgsqlConnection connection, IEnumerable<Pattern> patterns, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO awaited_texts (pattern_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", connection)
            .With(patterns.Select(static p => p.Id.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
