using System.Diagnostics;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Npgsql;
using NpgsqlTypes;
using Singularity.Benchmarks.Topology;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Benchmarks.Knowledge;

/// <summary>The least that the same bytes cost: published to a stream of their own that nobody reads, and copied into a table with the columns and indexes of the real one.</summary>
internal static class IngestFloor
{
    private const string Stream = "BENCH_FLOOR";

    public static async Task<(TimeSpan Publish, TimeSpan Copy)> MeasureAsync(RunningTopology topology, IReadOnlyList<ReceivedObservation> observations)
    {
        await using var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = topology.Nats }, "singularity-bench-floor"));
        var context = new NatsJSContext(connection);
        await context.CreateOrUpdateStreamAsync(new StreamConfig(Stream, ["bench.floor.*"]) { Storage = StreamConfigStorage.File });
        var publish = await StreamPublisher.RunAsync(topology.Nats, observations, static id => $"bench.floor.{id}", withId: false);
        await context.DeleteStreamAsync(Stream);

        await using var source = NpgsqlDataSource.Create(topology.CentralPostgres);
        await using var table = source.CreateCommand("DROP TABLE IF EXISTS bench_floor; CREATE TABLE bench_floor (LIKE observations INCLUDING ALL)");
        await table.ExecuteNonQueryAsync();
        var started = Stopwatch.GetTimestamp();
        await CopyAsync(source, observations);
        var copy = Stopwatch.GetElapsedTime(started);
        await using var drop = source.CreateCommand("DROP TABLE bench_floor");
        await drop.ExecuteNonQueryAsync();
        return (publish, copy);
    }

    private static async Task CopyAsync(NpgsqlDataSource source, IReadOnlyList<ReceivedObservation> observations)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY bench_floor (id, pattern_id, instance_id, type, wall_ms, counter, schema, digest, body) FROM STDIN (FORMAT BINARY)");
        foreach (var received in observations)
        {
            var observation = received.Observation;
            await copy.StartRowAsync();
            await copy.WriteAsync(observation.Id.ToString(), NpgsqlDbType.Text);
            await copy.WriteAsync(observation.PatternId.ToString(), NpgsqlDbType.Text);
            await copy.WriteAsync(observation.InstanceId, NpgsqlDbType.Text);
            await copy.WriteAsync(observation.Learned is not null ? "learned" : observation.Used is not null ? "used" : "corrected", NpgsqlDbType.Text);
            await copy.WriteAsync(observation.Stamp.WallMs, NpgsqlDbType.Bigint);
            await copy.WriteAsync(observation.Stamp.Counter, NpgsqlDbType.Integer);
            await copy.WriteAsync(observation.Schema, NpgsqlDbType.Integer);
            await copy.WriteAsync(received.Digest, NpgsqlDbType.Bytea);
            await copy.WriteAsync(Encoding.UTF8.GetString(received.Json.Span), NpgsqlDbType.Json);
        }

        await copy.CompleteAsync();
    }
}
