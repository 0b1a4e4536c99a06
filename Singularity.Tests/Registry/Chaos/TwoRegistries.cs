using Microsoft.Extensions.DependencyInjection;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>Two registries in this process on one bus and one database, each with a file of its own, and each asked by itself.</summary>
internal sealed class TwoRegistries : IAsyncDisposable
{
    private readonly TemporaryFolder _first = new();
    private readonly TemporaryFolder _second = new();
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..12];
    private FakeNpmRegistry _npm = null!;

    private TwoRegistries()
    {
    }

    public RegistryHost First { get; private set; } = null!;

    public RegistryHost Second { get; private set; } = null!;

    public static async Task<TwoRegistries> StartAsync(RegistryServers servers)
    {
        var two = new TwoRegistries { _npm = await FakeNpmRegistry.StartAsync() };
        var database = await servers.Postgres.CreateDatabaseAsync();
        two.First = await RegistryHost.StartAsync(servers.Nats.Url, database, two._npm, two._first.Path, two._prefix);
        two.Second = await RegistryHost.StartAsync(servers.Nats.Url, database, two._npm, two._second.Path, two._prefix);
        return two;
    }

    /// <summary>Stores a package that says what it is, through one of them.</summary>
    public static async Task<long> StoreAsync(RegistryHost host, string name, string says)
    {
        var now = TimeProvider.System.GetUtcNow();
        var package = new PackageRecord
        {
            Ecosystem = Ecosystem.Npm,
            Name = name,
            Version = "1.0.0",
            Description = says,
            DistTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["latest"] = "1.0.0" },
            CollectedAt = now,
            ValidatedAt = now,
        };
        return (await host.Services.GetRequiredService<PackageWrites>().StoreAsync(new CollectedPackage(package, []), CancellationToken.None)).Revision;
    }

    /// <summary>What one of them says of a package, or null.</summary>
    public static async Task<string?> ReadAsync(RegistryHost host, string name) =>
        await host.Services.GetRequiredService<PackageReads>().GetAsync(new PackageSpec(Ecosystem.Npm, name), null, CancellationToken.None) is PackageLookup.Found found
            ? found.Entry.Read().Description
            : null;

    public Task SayAsync(string name, string what) => Eventually.IsTrueAsync(
        async () => await ReadAsync(First, name) == what && await ReadAsync(Second, name) == what, $"both registries say of {name}: {what}");

    public async Task DeleteBucketAsync() => (await new NatsKVContext(new NatsJSContext(First.Connection)).DeleteStoreAsync(Bucket)).ShouldBeTrue();

    public async Task<bool> HasBucketAsync()
    {
        await foreach (var name in new NatsKVContext(new NatsJSContext(First.Connection)).GetBucketNamesAsync())
        {
            if (name == Bucket)
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await _npm.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    private string Bucket => _prefix + "-packages";
}
