using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Storage.Coherence;

/// <summary>Three instances, each with an embedded file of its own, on one bus and one database.</summary>
[Collection("registry")]
public sealed class CoherenceTests(RegistryServers servers) : IAsyncLifetime
{
    private static readonly string Key = PackageKey.For(Ecosystem.Npm, "demo");

    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<RegistryHost> _hosts = [];
    private FakeNpmRegistry _npm = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _database = await servers.Postgres.CreateDatabaseAsync();
        var prefix = "t" + Guid.NewGuid().ToString("N")[..12];
        for (var i = 0; i < 3; i++)
        {
            var folder = new TemporaryFolder();
            _folders.Add(folder);
            _hosts.Add(await RegistryHost.StartAsync(
                servers.Nats.Url, _database, _npm, folder.Path, prefix, settings: [("Coherence:CheckInterval", "00:00:00.200")]));
        }

        foreach (var host in _hosts)
        {
            await Eventually.IsTrueAsync(() => Task.FromResult(host.Services.GetRequiredService<CopyTrust>().IsTrusted), "the instance watches");
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var folder in _folders)
        {
            folder.Dispose();
        }

        await _npm.DisposeAsync();
    }

    [Fact]
    public async Task A_write_on_one_instance_is_seen_by_the_others_and_never_reverts()
    {
        using var done = new CancellationTokenSource();
        var readers = _hosts.Select(host => Task.Run(async () =>
        {
            var (reads, newest) = (0, 0L);
            while (!done.IsCancellationRequested)
            {
                if ((await FindAsync(host)).Entry is { } entry)
                {
                    entry.Revision.ShouldBeGreaterThanOrEqualTo(newest);
                    newest = entry.Revision;
                    reads++;
                }
            }

            return reads;
        })).ToList();

        for (var i = 1; i <= 60; i++)
        {
            var revision = await StoreAsync($"write {i}");
            foreach (var host in _hosts)
            {
                await Eventually.IsTrueAsync(async () => (await FindAsync(host)).Entry?.Revision >= revision, $"write {i} is seen");
            }
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(static reads => reads > 0);
    }

    [Fact]
    public async Task A_deletion_on_one_instance_leaves_no_copy_on_any()
    {
        await StoreAsync("here");
        foreach (var host in _hosts)
        {
            (await FindAsync(host)).Entry.ShouldNotBeNull();
            await host.Services.GetRequiredService<EmbeddedStore>().StoreAsync(Key, (await FindAsync(host)).Entry!, CancellationToken.None);
        }

        (await _hosts[0].AskAsync<DeletePackage, PackageDeleted>(_hosts[0].Subjects.Delete, new DeletePackage(Ecosystem.Npm, "demo"))).Ok().Deleted.ShouldBe(1);

        foreach (var host in _hosts)
        {
            await Eventually.IsTrueAsync(async () => (await FindAsync(host)).Entry is null, "the package is gone");
            await Eventually.IsTrueAsync(
                async () => await host.Services.GetRequiredService<EmbeddedStore>().FindAsync(Key, CancellationToken.None) is null, "the file's copy is gone");
        }
    }

    [Fact]
    public async Task A_write_that_nobody_was_told_of_is_found_in_the_database()
    {
        await StoreAsync("old");
        foreach (var host in _hosts)
        {
            (await FindAsync(host)).Entry!.Read().Description.ShouldBe("old");
        }

        // As by an instance that was killed after PostgreSQL had committed.
        var package = Package("new");
        await _hosts[0].Services.GetRequiredService<PostgresStore>().StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 0), CancellationToken.None);

        foreach (var host in _hosts)
        {
            await Eventually.IsTrueAsync(async () => (await FindAsync(host)).Entry?.Read().Description == "new", "the write is found");
        }
    }

    [Fact]
    public async Task A_file_that_missed_writes_while_nothing_ran_is_not_believed()
    {
        var instance = _hosts[2];
        await StoreAsync("old");
        await instance.Services.GetRequiredService<EmbeddedStore>().StoreAsync(Key, (await FindAsync(instance)).Entry!, CancellationToken.None);
        await instance.DisposeAsync();
        _hosts.RemoveAt(2);
        await StoreAsync("new");

        await using var again = await RegistryHost.StartAsync(servers.Nats.Url, _database, _npm, _folders[2].Path);

        (await FindAsync(again)).Entry!.Read().Description.ShouldBe("new");
        await Eventually.IsTrueAsync(
            async () => (await again.Services.GetRequiredService<EmbeddedStore>().FindAsync(Key, CancellationToken.None))?.Read().Description != "old",
            "the file was compared");
    }

    private async Task<long> StoreAsync(string description)
    {
        var reply = await _hosts[0].AskAsync<CollectedPackage, PackageStored>(_hosts[0].Subjects.Store, new CollectedPackage(Package(description), []));
        return reply.Ok().Revision;
    }

    private static PackageRecord Package(string description) => StoreTests.Package("demo", "1.0.0", latest: "1.0.0") with { Description = description };

    private static ValueTask<TierAnswer> FindAsync(RegistryHost host) =>
        host.Services.GetRequiredService<PackageTiers>().FindAsync(Key, CancellationToken.None);
}
