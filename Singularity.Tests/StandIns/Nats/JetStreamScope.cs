using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using NATS.Client.KeyValueStore;

namespace Singularity.Tests.StandIns.Nats;

/// <summary>A connection of one test, names of its own on a shared server, and the time that it may take.</summary>
internal sealed class JetStreamScope : IAsyncDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(15));

    private JetStreamScope(string url)
    {
        Connection = new NatsConnection(NatsOpts.Default with
        {
            Url = url,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ReconnectWaitMin = TimeSpan.FromMilliseconds(20),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(50),
        });
        JetStream = new NatsJSContext(Connection);
        KeyValue = new NatsKVContext(JetStream);
    }

    public NatsConnection Connection { get; }

    public NatsJSContext JetStream { get; }

    public NatsKVContext KeyValue { get; }

    /// <summary>Servers before 2.10 know one filter of a consumer, and none of its others.</summary>
    public bool KnowsSeveralFilters => Version.Parse(Connection.ServerInfo!.Version.Split('-')[0]) >= new Version(2, 10);

    /// <summary>Stream, bucket or service name; subjects begin with it.</summary>
    public string Name { get; } = "t" + Guid.NewGuid().ToString("N");

    public CancellationToken Patience => _patience.Token;

    public static JetStreamScope Open(string url) => new(url);

    public Task<INatsJSStream> CreateStreamAsync() => CreateStreamAsync(new StreamConfig(Name, [Name + ".>"]));

    public async Task<INatsJSStream> CreateStreamAsync(StreamConfig config) => await JetStream.CreateStreamAsync(config, Patience);

    public async Task PublishAsync(string subject, params string[] messages)
    {
        foreach (var message in messages)
            (await JetStream.PublishAsync($"{Name}.{subject}", message, cancellationToken: Patience)).EnsureSuccess();
    }

    public async Task<INatsJSConsumer> CreateConsumerAsync(ConsumerConfig? config = null) =>
        await JetStream.CreateOrUpdateConsumerAsync(Name, config ?? new ConsumerConfig("worker"), Patience);

    public async Task<INatsKVStore> CreateBucketAsync(NatsKVConfig? config = null) =>
        await KeyValue.CreateStoreAsync(config ?? new NatsKVConfig(Name), Patience);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        _patience.Dispose();
    }
}
