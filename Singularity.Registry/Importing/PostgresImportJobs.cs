using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Importing;

/// <summary>Jobs in PostgreSQL, shared by all instances: rows are taken with SKIP LOCKED, so that no two take the same.</summary>
internal sealed class PostgresImportJobs(NpgsqlDataSource dataSource, IOptions<ImportOptions> options, TimeProvider time) : IImportJobs
{
    private const int MaxFailures = 500;

    public async Task<int> AddAsync(string jobId, string title, IReadOnlyList<NewImportItem> items, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var job = new NpgsqlCommand(
            "INSERT INTO jobs (id, kind, title, created_at) VALUES ($1, 'import', $2, $3) ON CONFLICT (id) DO NOTHING", connection)
        {
            Parameters = { Text(jobId), Text(title), Time(time.GetUtcNow()) },
        };
        await job.ExecuteNonQueryAsync(cancellationToken);
        await using var rows = new NpgsqlCommand(
            """
            WITH added AS (
                INSERT INTO job_items (job_id, purl, state, not_before, ended_at)
                SELECT $1, i.purl, CASE WHEN i.held THEN 'held' ELSE 'waiting' END, $4, CASE WHEN i.held THEN $4 END
                FROM unnest($2::text[], $3::boolean[]) WITH ORDINALITY AS i (purl, held, n) ORDER BY i.n
                ON CONFLICT DO NOTHING RETURNING state)
            SELECT count(*) FILTER (WHERE state = 'waiting') FROM added
            """,
            connection)
        {
            Parameters =
            {
                Text(jobId), new NpgsqlParameter<string[]> { TypedValue = [.. items.Select(static i => i.Purl)] },
                new NpgsqlParameter<bool[]> { TypedValue = [.. items.Select(static i => i.IsHeld)] }, Time(time.GetUtcNow()),
            },
        };
        var added = (long)(await rows.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return (int)added;
    }

    public async Task<IReadOnlyList<ImportItem>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE job_items i SET attempts = attempts + 1, not_before = $3
            FROM (SELECT job_id, purl FROM job_items WHERE state = 'waiting' AND not_before <= $2 ORDER BY position LIMIT $1 FOR UPDATE SKIP LOCKED) next
            WHERE i.job_id = next.job_id AND i.purl = next.purl
            RETURNING i.job_id, i.purl, i.attempts
            """);
        var now = time.GetUtcNow();
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        command.Parameters.Add(Time(now));
        command.Parameters.Add(Time(now + options.Value.Lease));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<ImportItem>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new ImportItem(reader.GetString(0), reader.GetString(1), reader.GetInt32(2)));
        }

        return items;
    }

    public async Task RenewAsync(IReadOnlyList<ImportItem> items, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE job_items i SET not_before = $4 FROM unnest($1::text[], $2::text[], $3::integer[]) AS held (job_id, purl, attempts)
            WHERE i.job_id = held.job_id AND i.purl = held.purl AND i.attempts = held.attempts AND i.state = 'waiting'
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. items.Select(static i => i.JobId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. items.Select(static i => i.Purl)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. items.Select(static i => i.Attempts)] });
        command.Parameters.Add(Time(time.GetUtcNow() + options.Value.Lease));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task FinishAsync(ImportItem item, ImportResult result, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            UPDATE job_items SET state = $4, bytes = $5, code = $6, error = $7, not_before = $8, ended_at = CASE WHEN $4 = 'waiting' THEN NULL ELSE $9 END
            WHERE job_id = $1 AND purl = $2 AND attempts = $3 AND state = 'waiting'
            """);
        var now = time.GetUtcNow();
        var failed = result as ImportResult.Failed;
        var state = result switch
        {
            ImportResult.Collected => "collected",
            ImportResult.Failed => "failed",
            _ => "waiting",
        };
        command.Parameters.Add(Text(item.JobId));
        command.Parameters.Add(Text(item.Purl));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = item.Attempts });
        command.Parameters.Add(Text(state));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (result as ImportResult.Collected)?.Bytes ?? 0 });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)failed?.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(Text(failed?.Error.Replace('\0', '\uFFFD')));
        command.Parameters.Add(Time((result as ImportResult.Later)?.NotBefore ?? now));
        command.Parameters.Add(Time(now));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ImportReport?> ReadAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT j.title, j.created_at, count(i.purl), count(*) FILTER (WHERE i.state = 'held'), count(*) FILTER (WHERE i.state = 'collected'),
                count(*) FILTER (WHERE i.state = 'failed'), count(*) FILTER (WHERE i.state = 'waiting'), coalesce(sum(i.bytes), 0)::bigint, max(i.ended_at)
            FROM jobs j LEFT JOIN job_items i ON i.job_id = j.id WHERE j.id = $1 GROUP BY j.id
            """);
        command.Parameters.Add(Text(jobId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var running = reader.GetInt64(6) > 0;
        var failed = (int)reader.GetInt64(5);
        return new ImportReport(
            jobId, reader.GetString(0), running ? ImportReport.Running : ImportReport.Done, (int)reader.GetInt64(2), (int)reader.GetInt64(3),
            (int)reader.GetInt64(4), failed, reader.GetInt64(7), reader.GetFieldValue<DateTimeOffset>(1),
            running || reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
            failed == 0 ? [] : await ReadFailuresAsync(jobId, cancellationToken));
    }

    public async Task ForgetAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            DELETE FROM jobs j WHERE j.kind = 'import' AND j.created_at < $1
                AND NOT EXISTS (SELECT 1 FROM job_items i WHERE i.job_id = j.id AND (i.state = 'waiting' OR i.ended_at >= $1))
            """);
        command.Parameters.Add(Time(endedBefore));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<PackageFailed>> ReadFailuresAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT purl, code, error, ended_at FROM job_items WHERE job_id = $1 AND state = 'failed' ORDER BY position LIMIT {MaxFailures}");
        command.Parameters.Add(Text(jobId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var failures = new List<PackageFailed>();
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new PackageFailed(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3)));
        }

        return failures;
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<DateTimeOffset> Time(DateTimeOffset value) => new() { TypedValue = value.ToUniversalTime() };
}
