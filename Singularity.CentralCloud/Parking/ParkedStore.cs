using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.CentralCloud.Ingest;
using Singularity.CentralCloud.Storage;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;

namespace Singularity.CentralCloud.Parking;

/// <summary>Table <c>parked</c>.</summary>
internal sealed class ParkedStore(NpgsqlDataSource source, IOptions<IngestOptions> options, TimeProvider time, ILogger<ParkedStore> logger)
{
    // Enough to recognise a message by.
    private const int Shown = 500;

    /// <summary>Puts messages aside, each once however often that is done.</summary>
    /// <param name="messages">With their reasons, and how often they were tried.</param>
    public async Task<int> ParkAsync(IReadOnlyCollection<(Incoming Message, string Reason, int Tries)> messages, CancellationToken cancellationToken)
    {
        // A message that was delivered twice may stand in one batch twice.
        var distinct = messages.DistinctBy(static m => m.Message.Sequence).ToList();
        await using var command = source.CreateCommand(
            """
            WITH parking AS (
                INSERT INTO parked AS known (subject, sequence, reason, size, body, digest, first_at, last_at, tries)
                SELECT i.subject, i.sequence, i.reason, i.size, i.body, i.digest, $8, $8, i.tries
                FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bytea[], $6::bytea[], $7::integer[])
                    AS i (subject, sequence, reason, size, body, digest, tries)
                ON CONFLICT (sequence, digest) DO UPDATE SET reason = excluded.reason, last_at = greatest(known.last_at, excluded.last_at)
                RETURNING xmax = 0 AS is_new)
            SELECT count(*) FILTER (WHERE is_new)::integer FROM parking
            """);
        command
            .With(distinct.Select(static m => Storable(m.Message.Subject)).ToArray())
            .With(distinct.Select(static m => m.Message.Sequence).ToArray())
            .With(distinct.Select(static m => Storable(m.Reason)).ToArray())
            .With(distinct.Select(static m => m.Message.Size).ToArray())
            .With(distinct.Select(static m => Start(m.Message.Body, KnowledgeLimits.ObservationBytes).ToArray()).ToArray())
            .With(distinct.Select(static m => SHA256.HashData(m.Message.Body.Span)).ToArray())
            .With(distinct.Select(static m => m.Tries).ToArray())
            .With(time.GetUtcNow().ToUniversalTime());
        var parked = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        await DropOldestAsync(cancellationToken);
        return parked;
    }

    public async Task<List<ParkedMessage>> ListAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            SELECT id, subject, sequence, reason, size, substring(body FOR {Shown}), first_at, last_at, tries FROM parked WHERE id > $1 ORDER BY id LIMIT $2
            """).With(after).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<ParkedMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add(new ParkedMessage(
                reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), reader.GetInt64(4),
                Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(5)),
                reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7), reader.GetInt32(8)));
        }

        return messages;
    }

    /// <summary>Messages to be tried again, by their ids.</summary>
    /// <param name="only">Null means all.</param>
    public async Task<List<(long Id, Incoming Message)>> ReadAsync(IReadOnlyCollection<long>? only, long after, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT id, subject, sequence, body, size FROM parked WHERE id > $1 AND ($2 OR id = ANY ($3)) ORDER BY id LIMIT $4")
            .With(after).With(only is null).With(only?.ToArray() ?? []).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var messages = new List<(long, Incoming)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            messages.Add((reader.GetInt64(0), new Incoming(reader.GetString(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.GetInt64(4))));
        }

        return messages;
    }

    public async Task RemoveAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM parked WHERE id = ANY ($1)").With(ids.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task NoteTryAsync(IReadOnlyCollection<(long Id, string Reason)> tried, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE parked p SET reason = i.reason, last_at = greatest(p.last_at, $3), tries = p.tries + 1
            FROM unnest($1::bigint[], $2::text[]) AS i (id, reason) WHERE p.id = i.id
            """)
            .With(tried.Select(static t => t.Id).ToArray()).With(tried.Select(static t => Storable(t.Reason)).ToArray()).With(time.GetUtcNow().ToUniversalTime());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Whoever sends rubbish without end must not fill the disk with it.
    private async Task DropOldestAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM parked WHERE id <= (SELECT id FROM parked ORDER BY id DESC OFFSET $1 LIMIT 1)")
            .With(options.Value.MaxParked);
        if (await command.ExecuteNonQueryAsync(cancellationToken) is > 0 and var dropped)
        {
            ParkingLog.Dropped(logger, dropped, options.Value.MaxParked);
        }
    }

    // Who publishes rubbish may do so on a subject that PostgreSQL would not store.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static ReadOnlyMemory<byte> Start(ReadOnlyMemory<byte> body, int longest) => body.Length <= longest ? body : body[..longest];
}

internal static partial class ParkingLog
{
    [LoggerMessage(3020, LogLevel.Error, "{Count} parked messages were dropped, since more than {Most} are not kept. Ask centralcloud.knowledge.parked for what is wrong with the others.")]
    public static partial void Dropped(ILogger logger, int count, int most);
}
