using Microsoft.Extensions.DependencyInjection;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.KeyValueStore;
using Singularity.Contracts.Identity;
using Singularity.Registry.Collecting;
using Singularity.Registry.Storage.Kv;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Collecting;

/// <summary>Three instances that are asked for the same cold package at once.</summary>
[Collection("registry")]
public sealed class StampedeTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly List<TemporaryFolder> _folders = [];
    private readonly List<RegistryHost> _hosts = [];
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N")[..12];
    private FakeNpmRegistry _npm = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo-lib\n"));
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
    public async Task A_thousand_callers_on_three_instances_cost_one_upstream_call()
    {
        await StartAsync(leaseAge: 60);

        var answers = await AskAsync("demo-lib", 1_000);

        answers.ShouldAllBe(static answer => answer is PackageLookup.Found);
        _npm.Count(FakeNpmRegistry.PackumentPath("demo-lib")).ShouldBe(1);
        _npm.Requests.Count(static r => r.Path.EndsWith(".tgz", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task All_of_them_hear_from_one_that_a_package_does_not_exist()
    {
        await StartAsync(leaseAge: 60);

        var answers = await AskAsync("no-such-thing", 300);

        answers.ShouldAllBe(static answer => answer is PackageLookup.Missing);
        _npm.Count(FakeNpmRegistry.PackumentPath("no-such-thing")).ShouldBe(1);
    }

    [Fact]
    public async Task An_instance_that_died_with_the_lease_holds_the_others_up_only_until_the_server_drops_it()
    {
        await StartAsync(leaseAge: 2);
        var spec = new PackageSpec(Ecosystem.Npm, "demo-lib");
        var leases = _hosts[0].Services.GetRequiredService<ICollectLeases>();
        await (await leases.TakeAsync(spec, CancellationToken.None)).DisposeAsync();
        var store = await new NatsKVContext(new NatsJSContext(_hosts[0].Connection)).GetStoreAsync(KvBuckets.For(_prefix).Leases);
        var key = PackageKey.For(Ecosystem.Npm, "demo-lib") + ".latest";
        await store.PutAsync(key, "Hdead"u8.ToArray(), serializer: NatsRawSerializer<byte[]>.Default);

        (await _hosts[1].GetAsync("demo-lib")).Ok().Resolved.ShouldBe("1.0.0");

        // The lease of the one that answered goes behind its answer.
        await Eventually.IsTrueAsync(
            async () => !(await store.TryGetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default)).Success, "no lease is left");
    }

    [Fact]
    public async Task A_lease_that_is_held_longer_than_its_age_is_renewed()
    {
        await StartAsync(leaseAge: 5);
        var spec = new PackageSpec(Ecosystem.Npm, "demo-lib");
        var lease = await _hosts[0].Services.GetRequiredService<ICollectLeases>().TakeAsync(spec, CancellationToken.None);
        var second = _hosts[1].Services.GetRequiredService<ICollectLeases>().TakeAsync(spec, CancellationToken.None).AsTask();

        // A renewal comes every third of the age.
        var store = await new NatsKVContext(new NatsJSContext(_hosts[0].Connection)).GetStoreAsync(KvBuckets.For(_prefix).Leases);
        var key = PackageKey.For(Ecosystem.Npm, "demo-lib") + ".latest";
        var first = (await store.GetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default)).Revision;
        await Eventually.IsTrueAsync(
            async () => (await store.GetEntryAsync<byte[]>(key, serializer: NatsRawSerializer<byte[]>.Default)).Revision >= first + 4, "the lease is renewed four times");
        second.IsCompleted.ShouldBeFalse();
        await lease.DisposeAsync();

        await using var taken = await second;
        (taken.Waited, taken.Missing).ShouldBe((true, null));
    }

    private async Task StartAsync(int leaseAge)
    {
        var database = await servers.Postgres.CreateDatabaseAsync();
        for (var i = 0; i < 3; i++)
        {
            var folder = new TemporaryFolder();
            _folders.Add(folder);
            _hosts.Add(await RegistryHost.StartAsync(
                servers.Nats.Url, database, _npm, folder.Path, _prefix,
                settings: [("Leases:Age", TimeSpan.FromSeconds(leaseAge).ToString()), ("Leases:Deadline", "00:00:20")]));
        }
    }

    private async Task<PackageLookup[]> AskAsync(string name, int callers) => await Task.WhenAll(Enumerable.Range(0, callers).Select(
        i => _hosts[i % 3].Services.GetRequiredService<PackageReads>().GetAsync(new PackageSpec(Ecosystem.Npm, name), null, CancellationToken.None).AsTask()));
}
