using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Npgsql;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>Three registries on one NATS and one PostgreSQL, each a process that can be killed. The npm registry behind them knows no package.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly string _prefix = "c" + Guid.NewGuid().ToString("N")[..12];
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    private ChaosCluster()
    {
    }

    public NatsServer Nats { get; private set; } = null!;

    public PostgresServer Postgres { get; private set; } = null!;

    public IReadOnlyList<RegistryProcess> Registries { get; private set; } = [];

    public ChaosClient Client { get; private set; } = null!;

    public static async Task<ChaosCluster> StartAsync()
    {
        var cluster = new ChaosCluster();
        try
        {
            cluster._npm = await FakeNpmRegistry.StartAsync();
            cluster.Nats = await NatsServer.StartNewAsync(new NatsServerOptions { User = "nats", Password = "secret", JetStream = true });

            // What is acknowledged has to be on disk, or killing the server proves nothing.
            cluster.Postgres = await PostgresServer.StartNewAsync(durable: true);
            cluster._database = await cluster.Postgres.CreateDatabaseAsync();
            cluster.Registries = [.. Enumerable.Range(0, 3).Select(_ => new RegistryProcess(cluster.Nats.Url, cluster._database, cluster._npm.Url, cluster._prefix))];
            foreach (var registry in cluster.Registries)
            {
                registry.Launch();
            }

            await cluster.WaitUntilHealthyAsync();
            cluster.Client = new ChaosClient(cluster.Nats.Url, cluster._prefix);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Task WaitUntilHealthyAsync() => Task.WhenAll(Registries.Select(static registry => registry.WaitUntilHealthyAsync()));

    public async Task DeleteBucketAsync() =>
        await new NatsKVContext(new NatsJSContext(Client.Connection)).DeleteStoreAsync(_prefix + "-packages");

    /// <summary>What PostgreSQL itself holds: the operation that each package's record says.</summary>
    public async Task<Dictionary<string, long>> ReadTruthAsync()
    {
        await using var source = NpgsqlDataSource.Create(_database + ";Pooling=false");
        await using var command = source.CreateCommand(
            "SELECT p.name, (v.record ->> 'description')::bigint FROM packages p JOIN package_versions v ON v.package_id = p.id");
        await using var rows = await command.ExecuteReaderAsync();
        var held = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
        {
            held.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return held;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var registry in Registries)
        {
            await registry.DisposeAsync();
        }

        await (Client?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Nats?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_npm?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
