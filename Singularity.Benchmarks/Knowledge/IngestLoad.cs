using System.Diagnostics;
using Npgsql;
using Singularity.Benchmarks.Topology;
using Singularity.Knowledge.Observations;

namespace Singularity.Benchmarks.Knowledge;

/// <summary>The same through the real stream into the real CentralCloud, until its database has committed the last; then until all of it is folded into patterns, and until all of it is found by search.</summary>
internal static class IngestLoad
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<(TimeSpan Published, TimeSpan TakenIn, TimeSpan Folded, TimeSpan Searchable)> MeasureAsync(RunningTopology topology, IReadOnlyList<ReceivedObservation> observations)
    {
        await using var source = NpgsqlDataSource.Create(topology.CentralPostgres);
        var before = await CountAsync(source);
        var after = await LastPositionAsync(source) + observations.Count;
        var started = Stopwatch.GetTimestamp();
        var published = await StreamPublisher.RunAsync(topology.Nats, observations, topology.Subjects.Observations, withId: true);

        // Counting a hundred thousand rows again and again would be work of its own; positions are never fewer than rows, and more where a message came twice.
        while (await LastPositionAsync(source) < after || await CountAsync(source) < before + observations.Count)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("CentralCloud did not take the observations in.");
            }

            await Task.Delay(Poll, TimeProvider.System);
        }

        var takenIn = Stopwatch.GetElapsedTime(started);
        await WaitAsync(source, "fold_cursor WHERE folded < (SELECT max(position) FROM observations)", started);
        var folded = Stopwatch.GetElapsedTime(started);
        await WaitAsync(source, "awaited_texts", started);
        var searchable = Stopwatch.GetElapsedTime(started);
        await WaitAsync(source, "pattern_vectors WHERE model IS NULL", started);
        return await CountAsync(source) - before == observations.Count
            ? (published, takenIn, folded, searchable)
            : throw new InvalidOperationException("CentralCloud has not as many observations as it was sent.");
    }

    // What is still to be done would take processors from whatever is measured next.
    private static async Task WaitAsync(NpgsqlDataSource source, string waiting, long started)
    {
        while (await ReadAsync(source, $"SELECT count(*) FROM {waiting}") > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("CentralCloud did not finish.");
            }

            await Task.Delay(Poll, TimeProvider.System);
        }
    }

    private static Task<long> LastPositionAsync(NpgsqlDataSource source) => ReadAsync(source, "SELECT coalesce(max(position), 0) FROM observations");

    private static Task<long> CountAsync(NpgsqlDataSource source) => ReadAsync(source, "SELECT count(*) FROM observations");

    private static async Task<long> ReadAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
