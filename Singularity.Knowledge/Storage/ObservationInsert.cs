using System.Text;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Knowledge.Storage;

/// <summary>Inserts those observations whose ids are not there yet, and puts them into the outbox where they are to be sent.</summary>
internal static class ObservationInsert
{
    // From about here on binary COPY is cheaper than arrays, also with a statement more to see what is there already.
    private const int Many = 200;

    private const short ColumnCount = 10;

    private const string Columns = "id, pattern_id, other_id, instance_id, type, wall_ms, counter, schema, digest, body";

    private const string Insert =
        $"""
        WITH added AS (
            INSERT INTO observations ({Columns})
            SELECT {Columns}::json
            FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::integer[], $9::integer[], $10::bytea[], $11::text[])
                AS incoming (id, pattern_id, other_id, instance_id, type, wall_ms, counter, schema, digest, body)
            ON CONFLICT (id) DO NOTHING RETURNING position, id),
        queued AS (INSERT INTO outbox (position) SELECT position FROM added WHERE $1)
        SELECT id FROM added
        """;

    /// <summary>Returns the ids that were new.</summary>
    /// <param name="observations">With distinct ids.</param>
    public static Task<HashSet<Ulid>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<ReceivedObservation> observations, bool enqueue, CancellationToken cancellationToken) =>
        observations.Count < Many ? InsertAsync(connection, observations, enqueue, cancellationToken) : CopyAsync(connection, observations, enqueue, cancellationToken);

    private static async Task<HashSet<Ulid>> InsertAsync(
        NpgsqlConnection connection, IReadOnlyList<ReceivedObservation> observations, bool enqueue, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(Insert, connection).With(enqueue);
        AddArrays(insert, observations);
        return await ReadIdsAsync(insert, cancellationToken);
    }

    // Nobody inserts between the look and the copy: the writer's lock is held.
    private static async Task<HashSet<Ulid>> CopyAsync(
        NpgsqlConnection connection, IReadOnlyList<ReceivedObservation> observations, bool enqueue, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand("SELECT id FROM observations WHERE id = ANY ($1)", connection)
            .With(observations.Select(static o => o.Observation.Id.ToString()).ToArray());
        var known = await ReadIdsAsync(look, cancellationToken);
        var added = observations.Where(o => !known.Contains(o.Observation.Id)).ToList();
        if (added.Count > 0)
        {
            await CopyAsync(connection, added, cancellationToken);
        }

        var ids = added.Select(static o => o.Observation.Id).ToHashSet();
        if (enqueue && ids.Count > 0)
        {
            await using var queue = new NpgsqlCommand("INSERT INTO outbox (position) SELECT position FROM observations WHERE id = ANY ($1)", connection)
                .With(ids.Select(static id => id.ToString()).ToArray());
            await queue.ExecuteNonQueryAsync(cancellationToken);
        }

        return ids;
    }

    private static async Task<HashSet<Ulid>> ReadIdsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var ids = new HashSet<Ulid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(Ulid.Parse(reader.GetString(0)));
        }

        return ids;
    }

    private static void AddArrays(NpgsqlCommand insert, IReadOnlyList<ReceivedObservation> observations) => insert
        .With(observations.Select(static o => o.Observation.Id.ToString()).ToArray())
        .With(observations.Select(static o => o.Observation.PatternId.ToString()).ToArray())
        .With(observations.Select(static o => ObservationTypes.OtherOf(o.Observation)?.ToString()).ToArray())
        .With(observations.Select(static o => o.Observation.InstanceId).ToArray())
        .With(observations.Select(ObservationTypes.Of).ToArray())
        .With(observations.Select(static o => o.Observation.Stamp.WallMs).ToArray())
        .With(observations.Select(static o => o.Observation.Stamp.Counter).ToArray())
        .With(observations.Select(static o => o.Observation.Schema).ToArray())
        .With(observations.Select(static o => o.Digest).ToArray())
        .With(observations.Select(static o => Encoding.UTF8.GetString(o.Json.Span)).ToArray());

    private static async Task CopyAsync(NpgsqlConnection connection, List<ReceivedObservation> observations, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY observations ({Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        try
        {
            await WriteAsync(new CopyWriter(copy), observations, cancellationToken);
        }
        catch
        {
            // Closing would say that all rows are there.
            await copy.CancelAsync();
            throw;
        }
    }

    private static async Task WriteAsync(CopyWriter writer, List<ReceivedObservation> observations, CancellationToken cancellationToken)
    {
        writer.Head();
        foreach (var received in observations)
        {
            var observation = received.Observation;
            await writer.RowAsync(ColumnCount, cancellationToken);
            writer.Text(observation.Id.ToString());
            writer.Text(observation.PatternId.ToString());
            writer.Text(ObservationTypes.OtherOf(observation)?.ToString());
            writer.Text(observation.InstanceId);
            writer.Text(ObservationTypes.Of(received));
            writer.Number(observation.Stamp.WallMs);
            writer.Number(observation.Stamp.Counter);
            writer.Number(observation.Schema);
            writer.Bytes(received.Digest);
            writer.Bytes(received.Json.Span);
        }

        await writer.EndAsync(cancellationToken);
    }
}
