using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud;

/// <summary>A NATS server with JetStream and a PostgreSQL, shared by the tests of the collection <c>central</c>: each has subjects and a database of its own.</summary>
public sealed class CentralServers : IAsyncLifetime
{
    private NatsServer? _nats;
    private PostgresServer? _postgres;

    internal string Nats => _nats!.Url;

    public async Task InitializeAsync()
    {
        _nats = await NatsServer.StartNewAsync(new NatsServerOptions { JetStream = true });
        _postgres = await PostgresServer.StartNewAsync();
    }

    public async Task DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        await _nats!.DisposeAsync();
    }

    internal async Task<CentralCloudHost> NewHostAsync() => new(_nats!.Url, await _postgres!.CreateDatabaseAsync());
}

[CollectionDefinition("central")]
public sealed class CentralServersGroup : ICollectionFixture<CentralServers>;
