using Microsoft.Extensions.Logging;
using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Table <c>awaited_texts</c>: cutting texts into words and sorting those in costs more than all else that an observation causes. Of a few patterns that is done with
/// their observations, so that what somebody learns is found at once; of many it is done afterwards, page by page, and they are read by their ids meanwhile.
/// </summary>
public sealed class AwaitedTexts(NpgsqlDataSource source, ILogger<AwaitedTexts> logger)
{
    /// <summary>Beyond so many patterns of one transaction the texts come later.</summary>
    internal const int Many = 200;

    /// <summary>Sorts texts in that wait for it. One that PostgreSQL refuses holds up no other: its pattern is found by its vector alone until its content changes.</summary>
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
        var patterns = await TakeAsync(connection, limit, cancellationToken);
        var refusals = new List<(Ulid Id, PostgresException Refusal)>();
        await WriteAsync(transaction, patterns, refusals, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (id, refusal) in refusals)
        {
            KnowledgeLog.TextRefused(logger, id.ToString(), refusal.SqlState, refusal.MessageText);
        }

        return patterns.Count;
    }

    internal static async Task AddAsync(NpgsqlConnection connection, IEnumerable<Pattern> patterns, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("INSERT INTO awaited_texts (pattern_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", connection)
            .With(patterns.Select(static p => p.Id.ToString()).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // What the server says about the data (data exceptions, violated constraints, exceeded limits) comes again with the same text; anything else passes.
    private static bool IsAboutContent(PostgresException exception) => exception.SqlState is ['2', '1' or '2' or '3', ..] or ['5', '4', ..];

    /// <summary>Halves what is refused until the refused one stands alone, all in the one transaction: nobody changes meanwhile what waits.</summary>
    private static async Task WriteAsync(
        NpgsqlTransaction transaction, List<Pattern> patterns, List<(Ulid Id, PostgresException Refusal)> refusals, CancellationToken cancellationToken)
    {
        const string Before = "before_texts";
        await transaction.SaveAsync(Before, cancellationToken);
        try
        {
            await PatternTexts.WriteAsync(transaction.Connection!, patterns, isCached: false, cancellationToken);
            await transaction.ReleaseAsync(Before, cancellationToken);
        }
        catch (PostgresException refusal) when (IsAboutContent(refusal))
        {
            await transaction.RollbackAsync(Before, cancellationToken);
            await transaction.ReleaseAsync(Before, cancellationToken);
            if (patterns.Count == 1)
            {
                await PatternTexts.WriteWithoutWordsAsync(transaction.Connection!, patterns[0], cancellationToken);
                refusals.Add((patterns[0].Id, refusal));
                return;
            }

            var half = patterns.Count / 2;
            await WriteAsync(transaction, patterns[..half], refusals, cancellationToken);
            await WriteAsync(transaction, patterns[half..], refusals, cancellationToken);
        }
    }

    private static async Task<List<Pattern>> TakeAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(
            """
            WITH taken AS (DELETE FROM awaited_texts WHERE pattern_id IN (SELECT pattern_id FROM awaited_texts ORDER BY pattern_id LIMIT $1) RETURNING pattern_id)
            SELECT p.view FROM taken JOIN patterns p ON p.id = taken.pattern_id
            """,
            connection).With(limit);
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        var patterns = new List<Pattern>();
        while (await reader.ReadAsync(cancellationToken))
        {
            patterns.Add(PatternReads.Parse(reader.GetString(0)));
        }

        return patterns;
    }
}
