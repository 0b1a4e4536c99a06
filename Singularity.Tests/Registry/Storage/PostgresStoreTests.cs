using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;
using Singularity.ServiceDefaults.Postgres.Migrations;

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

    [Fact]
    public async Task Deletes_the_snippets_of_a_version_with_it_and_no_others()
    {
        var store = await OpenAsync();
        foreach (var version in (string[])["1.0.0", "2.0.0", "3.0.0"])
        {
            var package = Package("demo", version, latest: "3.0.0");
            await store.StoreAsync(new CollectedPackage(package, Snippets(package)), PackageEntry.From(package, 0), CancellationToken.None);
        }

        await store.DeleteAsync(Ecosystem.Npm, "demo", "2.0.0", CancellationToken.None);
        (await CountSnippetsAsync()).ShouldBe(4);
        await store.DeleteAsync(Ecosystem.Npm, "demo", null, CancellationToken.None);
        (await CountSnippetsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Indexes_anew_what_another_format_indexed()
    {
        var store = await OpenAsync();
        foreach (var name in (string[])["demo", "other"])
        {
            var package = Package(name, "1.0.0", latest: "1.0.0") with { Description = "Retries requests" };
            await store.StoreAsync(new CollectedPackage(package, Snippets(package)), PackageEntry.From(package, 0), CancellationToken.None);
        }

        await using (var spoil = _source!.CreateCommand("UPDATE package_versions SET search_format = 0; UPDATE snippets SET search = ''"))
        {
            await spoil.ExecuteNonQueryAsync();
        }

        (await CountFoundAsync()).ShouldBe(0);
        var migrations = new MigrationState();
        migrations.Complete();
        using var upgrade = new SearchUpgrade(_source!, migrations, TimeProvider.System, NullLogger<SearchUpgrade>.Instance);
        await upgrade.StartAsync(CancellationToken.None);
        await upgrade.ExecuteTask!;

        (await CountFoundAsync()).ShouldBe(4);
        await using var left = _source!.CreateCommand("SELECT count(*) FROM package_versions WHERE search_format = 0");
        (await left.ExecuteScalarAsync()).ShouldBe(0L);
    }

    private static Snippet[] Snippets(PackageRecord package) =>
    [
        Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 3, "Usage", "retry(1)", "javascript"),
        Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 9, "Usage", "retry(2)", "javascript"),
    ];

    private async Task<long> CountFoundAsync()
    {
        await using var command = _source!.CreateCommand("SELECT count(*) FROM snippets WHERE search @@ 'retri'::tsquery");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> CountSnippetsAsync()
    {
        await using var command = _source!.CreateCommand("SELECT count(*) FROM snippets");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal override async Task<IPackageStore> OpenAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync());
        await RegistryMigrations.ApplyAsync(_source);
        return new PostgresStore(_source);
    }
}
