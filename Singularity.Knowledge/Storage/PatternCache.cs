using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// What an authority answered, found by search beside this database's own patterns and marked with where it came from. Past its expiry it is still served, marked
/// so, since an old answer beats none while the authority is away. A pattern that this database holds itself, or knows to be retracted, is never taken from here.
/// </summary>
public sealed class PatternCache(NpgsqlDataSource source, IOptions<KnowledgeOptions> options, TimeProvider time)
{
    /// <param name="authority">Who answered, for people.</param>
    /// <param name="patterns">Only live ones are kept; one that is no longer live is forgotten.</param>
    public async Task StoreAsync(string authority, IReadOnlyList<Pattern> patterns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Writer.TakeAsync(connection, cancellationToken);
        var gone = patterns.Where(static p => p.State is not PatternState.Live).Select(static p => p.Id.ToString()).ToArray();
        await ForgetAsync(connection, "id = ANY ($1)", gone, cancellationToken);
        var live = await WithoutOwnAsync(connection, [.. patterns.Where(static p => p.State is PatternState.Live).DistinctBy(static p => p.Id).OrderBy(static p => p.Id)], cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO cached_patterns (id, authority, view, fetched_at, expires_at)
            SELECT i.id, $3, i.view::json, $4, $5 FROM unnest($1::text[], $2::text[]) AS i (id, view)
            ON CONFLICT (id) DO UPDATE SET authority = excluded.authority, view = excluded.view, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
            """,
            connection);
        var now = time.GetUtcNow().ToUniversalTime();
        command
            .With(live.Select(static p => p.Id.ToString()).ToArray())
            .With(live.Select(static p => Encoding.UTF8.GetString(ObservationJson.Write(p))).ToArray())
            .With(authority).With(now).With(now + options.Value.CacheExpiry);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await PatternTexts.WriteAsync(connection, live, isCached: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Null for a pattern that no authority answered, or that was forgotten.</summary>
    public async Task<(Pattern Pattern, PatternSource Source)?> ReadAsync(Ulid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT view, authority, fetched_at, expires_at FROM cached_patterns WHERE id = $1").With(id.ToString());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (PatternReads.Parse(reader.GetString(0)), new PatternSource(
                reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3) < time.GetUtcNow()))
            : null;
    }

    /// <summary>How many patterns are kept.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT count(*) FROM cached_patterns");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Forgets what nobody answered for <see cref="KnowledgeOptions.CacheKeep"/>.</summary>
    /// <returns>How many patterns.</returns>
    public async Task<int> ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await ForgetAsync(connection, "fetched_at < $1", time.GetUtcNow().ToUniversalTime() - options.Value.CacheKeep, cancellationToken);
    }

    private static async Task<List<Pattern>> WithoutOwnAsync(NpgsqlConnection connection, List<Pattern> patterns, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT id FROM patterns WHERE id = ANY ($1) AND state <> 'awaited'", connection)
            .With(patterns.Select(static p => p.Id.ToString()).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var own = new HashSet<Ulid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            own.Add(Ulid.Parse(reader.GetString(0)));
        }

        return [.. patterns.Where(p => !own.Contains(p.Id))];
    }

    private static async Task<int> ForgetAsync<T>(NpgsqlConnection connection, string where, T value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH gone AS (DELETE FROM cached_patterns WHERE {where} RETURNING id),
            texts AS (DELETE FROM pattern_texts t USING gone WHERE t.pattern_id = gone.id AND t.is_cached)
            SELECT count(*)::integer FROM gone
            """,
            connection).With(value);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
