using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers.Freshness;
using Singularity.Tests.Registry.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Tiers.Freshness;

[Collection("registry")]
public sealed class FreshnessTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeNpmRegistry _npm = null!;
    private RegistryHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo", "1.0.0", ("README.md", "# demo\n"));
        _host = await RegistryHost.StartAsync(
            servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(), _npm, _folder.Path, settings: [("Freshness:Patience", "00:00:00.500")]);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Serves_what_is_new_without_asking_the_registry()
    {
        await StoreAsync(TimeSpan.FromMinutes(59));

        (await _host.GetAsync("demo")).Ok().ServedBy.ShouldBe(ServedBy.Memory);
        await _host.Services.GetRequiredService<Refresher>().WhenIdleAsync();

        _npm.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Serves_what_is_no_longer_new_at_once_and_refreshes_it_behind_the_answer()
    {
        await StoreAsync(TimeSpan.FromHours(2));

        var first = (await _host.GetAsync("demo")).Ok();
        await _host.Services.GetRequiredService<Refresher>().WhenIdleAsync();
        var second = (await _host.GetAsync("demo")).Ok();

        (first.ServedBy, first.Stale).ShouldBe((ServedBy.Memory, false));
        first.AgeMs.ShouldBeGreaterThan((long)TimeSpan.FromHours(1).TotalMilliseconds);
        second.ServedBy.ShouldBe(ServedBy.Memory);
        second.AgeMs.ShouldBeLessThan((long)TimeSpan.FromHours(1).TotalMilliseconds);
        _npm.Count(FakeNpmRegistry.PackumentPath("demo")).ShouldBe(1);
    }

    [Fact]
    public async Task Asks_the_registry_first_about_what_is_old()
    {
        await StoreAsync(TimeSpan.FromDays(2));

        var answer = (await _host.GetAsync("demo")).Ok();

        (answer.ServedBy, answer.Stale).ShouldBe((ServedBy.Upstream, false));
    }

    [Fact]
    public async Task Serves_what_is_old_marked_stale_when_the_registry_does_not_answer_in_time()
    {
        await StoreAsync(TimeSpan.FromDays(2));
        _npm.Fault(FakeNpmRegistry.PackumentPath("demo"), new FakeFault.Silence());

        var answer = (await _host.GetAsync("demo")).Ok();

        (answer.ServedBy, answer.Stale, answer.Resolved).ShouldBe((ServedBy.Memory, true, "1.0.0"));
    }

    [Fact]
    public async Task What_the_registry_does_not_have_any_more_is_served_marked_stale_and_asked_for_once()
    {
        await StoreAsync(TimeSpan.FromDays(2), "gone");

        (await _host.GetAsync("gone")).Ok().Stale.ShouldBeTrue();
        (await _host.GetAsync("gone")).Ok().Stale.ShouldBeTrue();

        _npm.Count(FakeNpmRegistry.PackumentPath("gone")).ShouldBe(1);
        (await _host.GetAsync("gone", maxAge: 60)).Failed().Code.ShouldBe(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task A_refresh_that_failed_is_not_repeated_by_every_reader()
    {
        await StoreAsync(TimeSpan.FromHours(2));
        var refresher = _host.Services.GetRequiredService<Refresher>();
        _npm.Fault(FakeNpmRegistry.PackumentPath("demo"), new FakeFault.Status(403));

        (await _host.GetAsync("demo")).Ok().Stale.ShouldBeFalse();
        await refresher.WhenIdleAsync();
        var asked = _npm.Requests.Count;
        for (var i = 0; i < 20; i++)
        {
            (await _host.GetAsync("demo")).Ok();
        }

        await refresher.WhenIdleAsync();
        asked.ShouldBeGreaterThan(0);
        _npm.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public void Ecosystems_may_have_ages_of_their_own()
    {
        var options = new FreshnessOptions { SoftAge = TimeSpan.FromHours(3) };
        options.Hex.SoftAge = TimeSpan.FromMinutes(5);

        options.For(Ecosystem.Hex).ShouldBe((TimeSpan.FromMinutes(5), options.HardAge));
        options.For(Ecosystem.Npm).ShouldBe((TimeSpan.FromHours(3), options.HardAge));
    }

    private async Task StoreAsync(TimeSpan age, string name = "demo")
    {
        var package = StoreTests.Package(name, "1.0.0", latest: "1.0.0") with { ValidatedAt = TimeProvider.System.GetUtcNow() - age };
        (await _host.AskAsync<CollectedPackage, PackageStored>(_host.Subjects.Store, new CollectedPackage(package, []))).Ok();
    }
}
