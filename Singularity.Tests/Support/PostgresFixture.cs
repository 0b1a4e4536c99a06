namespace Singularity.Tests.Support;

/// <summary>One server shared by the tests of the collection <c>postgres</c>: ask for a database of your own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    /// <summary>Of the superuser, in the database <c>postgres</c>.</summary>
    public string ConnectionString => Server.ConnectionString;

    internal PostgresServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public Task<string> CreateDatabaseAsync() => Server.CreateDatabaseAsync();

    public async Task InitializeAsync() => _server = await PostgresServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition("postgres")]
public sealed class PostgresGroup : ICollectionFixture<PostgresFixture>;
