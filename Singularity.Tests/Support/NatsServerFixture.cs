namespace Singularity.Tests.Support;

/// <summary>One server with JetStream and a user, shared by the tests of the collection <c>nats</c>: use subjects of your own.</summary>
public sealed class NatsServerFixture : IAsyncLifetime
{
    private NatsServer? _server;

    /// <summary>Address with the credentials in it.</summary>
    public string Url => Server.Url;

    internal NatsServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async Task InitializeAsync() => _server = await NatsServer.StartNewAsync(new NatsServerOptions
    {
        User = "singularity",
        Password = "p@ss w/rd:1",
        JetStream = true,
    });

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition("nats")]
public sealed class NatsServerGroup : ICollectionFixture<NatsServerFixture>;
