using Singularity.Tests.Support;

namespace Singularity.Tests.Registry;

/// <summary>One NATS and one PostgreSQL for the registry's tests; tests that stop a server start their own.</summary>
public sealed class RegistryServers : IAsyncLifetime
{
    internal NatsServer Nats { get; private set; } = null!;

    internal PostgresServer Postgres { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var nats = NatsServer.StartNewAsync(new NatsServerOptions { User = "nats", Password = "secret", JetStream = true });
        Postgres = await PostgresServer.StartNewAsync();
        Nats = await nats;
    }

    public async Task DisposeAsync()
    {
        await Nats.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}

[CollectionDefinition("registry")]
public sealed class RegistryServersGroup : ICollectionFixture<RegistryServers>;
