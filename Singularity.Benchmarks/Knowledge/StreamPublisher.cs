using System.Diagnostics;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Benchmarks.Knowledge;

/// <summary>Publishes observations, each instance over a connection of its own, many on their way at once, every one acknowledged.</summary>
internal static class StreamPublisher
{
    private const int UnderWay = 256;

    /// <param name="subject">By the instance's id.</param>
    /// <param name="withId">Whether the stream is to know each by its id.</param>
    public static async Task<TimeSpan> RunAsync(string nats, IReadOnlyList<ReceivedObservation> observations, Func<string, string> subject, bool withId)
    {
        var instances = observations.GroupBy(static o => o.Observation.InstanceId).Select(static of => (of.Key, Own: of.ToList())).ToList();
        var connections = new List<NatsConnection>();
        foreach (var (id, _) in instances)
        {
            connections.Add(new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = nats }, id)));
            await connections[^1].ConnectAsync();
        }

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(instances.Zip(connections, (of, connection) => Task.Run(() => PublishAsync(new NatsJSContext(connection), of.Own, subject(of.Key), withId))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        return elapsed;
    }

    private static async Task PublishAsync(NatsJSContext context, List<ReceivedObservation> observations, string subject, bool withId)
    {
        using var room = new SemaphoreSlim(UnderWay);
        var waiting = new List<Task>(observations.Count);
        foreach (var observation in observations)
        {
            await room.WaitAsync();
            waiting.Add(PublishOneAsync(observation));
        }

        await Task.WhenAll(waiting);

        async Task PublishOneAsync(ReceivedObservation one)
        {
            try
            {
                (await context.PublishAsync(subject, one.Json, opts: new NatsJSPubOpts { MsgId = withId ? one.Observation.Id.ToString() : null })).EnsureSuccess();
            }
            finally
            {
                room.Release();
            }
        }
    }
}
