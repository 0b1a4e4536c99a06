using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry;
using Singularity.Registry.Collecting;
using Singularity.Registry.Messaging;
using Singularity.Registry.Upstreams.Hex;
using Singularity.ServiceDefaults.Home;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Collecting;

/// <summary>On hex.pm a release may be published again within its first hour.</summary>
public sealed class ReplacedReleaseTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Published = FakeHexRegistry.Day(0);
    private static readonly string Archive = FakeHexRegistry.ArchivePath("acorn", "1.0.0");

    private readonly TemporaryFolder _home = new();
    private FakeHexRegistry _hex = null!;

    public async Task InitializeAsync()
    {
        _hex = await FakeHexRegistry.StartAsync();
        Publish("first");
    }

    public async Task DisposeAsync()
    {
        await _hex.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task What_was_read_in_the_first_hour_is_read_again_when_it_was_replaced()
    {
        (await CollectAsync(Published.AddMinutes(5))).ShouldBe("first");
        (await CollectAsync(Published.AddMinutes(10))).ShouldBe("first");
        _hex.Count(Archive).ShouldBe(1);

        Publish("second");
        (await CollectAsync(Published.AddHours(2))).ShouldBe("second");
        _hex.Count(Archive).ShouldBe(2);
    }

    [Fact]
    public async Task What_was_confirmed_later_is_asked_for_by_its_entity_tag_only()
    {
        await CollectAsync(Published.AddHours(2));
        await CollectAsync(Published.AddHours(3));
        (_hex.Count(Archive), _hex.Count(FakeHexRegistry.ReleasePath("acorn", "1.0.0"))).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_was_read_in_the_first_hour_is_settled_once_it_was_confirmed_after_it()
    {
        await CollectAsync(Published.AddMinutes(5));
        await CollectAsync(Published.AddHours(2));
        await CollectAsync(Published.AddHours(3));
        (_hex.Count(Archive), _hex.Count(FakeHexRegistry.ReleasePath("acorn", "1.0.0"))).ShouldBe((1, 2));
    }

    private void Publish(string description) => _hex.Publish(new FakeHexRelease("acorn", "1.0.0") { Description = description });

    private async Task<string?> CollectAsync(DateTimeOffset now)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(now));
        builder.Services.AddSingleton(SingularityHome.At(_home.Path));
        builder.Services.AddSingleton<ICollectProgressSink, NoProgress>();
        builder.Services.AddSingleton(new HexEnvironment(new Dictionary<string, string>(), null));
        builder.Configuration["Upstreams:Hex:Api"] = _hex.Api;
        builder.Configuration["Upstreams:Hex:Repository"] = _hex.Repository;
        builder.AddPackages().AddEmbeddedStorage();
        using var host = builder.Build();
        var outcome = await host.Services.GetRequiredService<PackageCollector>()
            .CollectAsync(new CollectRequest(new PackageSpec(Ecosystem.Hex, "acorn"), Force: false), null, CancellationToken.None);
        return outcome.ShouldBeOfType<CollectOutcome.Collected>().Package.Package.Description;
    }

    private sealed class NoProgress : ICollectProgressSink
    {
        public void Report(CollectProgress progress)
        {
        }
    }
}
