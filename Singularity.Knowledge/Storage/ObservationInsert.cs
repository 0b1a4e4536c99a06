using System.Text;
using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>Inserts those observations whose ids are not there yet, and puts them into the outbox where they are to be sent.</summary>
internal static class ObservationInsert
{
    // A temporary table costs a millisecond, and binary COPY is cheaper than arrays from about here on.
    private const int Many = 200;

    private const string Columns = "id, pattern_id, other_id, instance_id, type, wall_ms, counter, schema, digest, body";

    private const string Arrays =
        """
        unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::integer[], $9::integer[], $10::bytea[], $11::text[])
        AS incoming (id, pattern_id, other_id, instance_id, type, wall_ms, counter, schema, digest, body)
        """;

    /// <summary>Returns the ids that were new.</summary>
    /// <param name="observations">With distinct ids.</param>
    public static async Task<HashSet<Ulid>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<ReceivedObservation> observations, bool enqueue, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(Sql(observations.Count < Many ? Arrays : "incoming"), connection).With(enqueue);
        if (observations.Count < Many)
        {
            AddArrays(insert, observations);
        }
        else
        {
            await CopyAsync(connection, observations, cancellationToken);
        }

        var added = new HashSet<Ulid>();
        await using var reader = await insert.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            added.Add(Ulid.Parse(reader.GetString(0)));
        }

        return added;
    }

    private static string Sql(string from) =>
        $"""
        WITH added AS (
            INSERT INTO observations ({Columns}) SELECT {Columns}::json FROM {from} ON CONFLICT (id) DO NOTHING RETURNING position, id),
        queued AS (INSERT INTO outbox (position) SELECT position FROM added WHERE $1)
        SELECT id FROM added
        """;

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

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<ReceivedObservation> observations, CancellationToken cancellationToken)
    {
        await using (var create = new NpgsqlCommand(
            """
            CREATE TEMP TABLE incoming (
                id text, pattern_id text, other_id text, instance_id text, type text, wall_ms bigint, counter integer, schema integer, digest bytea, body text)
            ON COMMIT DROP
            """,
            connection))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var copy = await connection.BeginBinaryImportAsync($"COPY incoming ({Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var received in observations)
        {
            var observation = received.Observation;
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(observation.Id.ToString(), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(observation.PatternId.ToString(), NpgsqlDbType.Text, cancellationToken);
            await WriteTextAsync(copy, ObservationTypes.OtherOf(observation)?.ToString(), cancellationToken);
            await copy.WriteAsync(observation.InstanceId, NpgsqlDbType.Text, cancellationToken);
            await WriteTextAsync(copy, ObservationTypes.Of(received), cancellationToken);
            await copy.WriteAsync(observation.Stamp.WallMs, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(observation.Stamp.Counter, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(observation.Schema, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(received.Digest, NpgsqlDbType.Bytea, cancellationToken);
            await copy.WriteAsync(Encoding.UTF8.GetString(received.Json.Span), NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
}
