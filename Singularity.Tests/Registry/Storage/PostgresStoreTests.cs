using Npgsql;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Storage;

public sealed class PostgresStoreTests(RegistryServers servers) : StoreTests, IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    [Fact]
    public async Task Numbers_every_write_higher_than_the_one_before()
    {
        var store = await OpenAsync();
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        var revisions = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            revisions.Add((await store.StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 0), CancellationToken.None)).Revision);
        }

        revisions.ShouldBe(revisions.Distinct().Order());
    }

    internal override async Task<IPackageStore> OpenAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync());
        await RegistryMigrations.ApplyAsync(_source);
        return new PostgresStore(_source);
    }
}
