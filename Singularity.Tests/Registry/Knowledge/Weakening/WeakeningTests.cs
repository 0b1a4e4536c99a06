using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.Registry.Knowledge.Weakening;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Knowledge.Weakening;

[Collection("registry")]
public sealed class WeakeningTests(RegistryServers servers) : IAsyncLifetime
{
    private const string Cause = "pkg:hex/grove@2.0.0#Grove.plant/1";

    private static readonly PackageSpec Grove = new(Ecosystem.Hex, "grove");

    private GroveRegistry _grove = null!;

    public async Task InitializeAsync() => _grove = await GroveRegistry.StartAsync(servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync());

    public Task DisposeAsync() => _grove.DisposeAsync().AsTask();

    [Fact]
    public async Task A_newer_version_without_a_cited_symbol_weakens_the_patterns_that_hold_for_it()
    {
        var cites = await _grove.LearnAsync("Plant in autumn", ">= 1.0.0", "Grove.plant/1", "Grove.water/1");
        var older = await _grove.LearnAsync("Plant as before", "< 2.0.0", "Grove.plant/1");
        var other = await _grove.LearnAsync("Water at dawn", null, "Grove.water/1", "Grove.never/1");
        await _grove.CollectAsync("1.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("2.0.0", "water(name)");

        await Eventually.IsTrueAsync(async () => (await _grove.ReadAsync(cites)).Weaknesses.Count > 0, "the pattern is weakened");
        var weakness = (await _grove.ReadAsync(cites)).Weaknesses.ShouldHaveSingleItem();
        weakness.Cause.ShouldBe(Cause);
        weakness.Reason.ShouldBe("grove 2.0.0 has no Grove.plant/1, which 1.0.0 has.");
        weakness.InstanceId.ShouldBe(await _grove.Get<InstanceIdentity>().ReadAsync(CancellationToken.None));

        // By then all patterns about the package were looked at: one transaction wrote what was found.
        (await _grove.ReadAsync(older)).Weaknesses.ShouldBeEmpty();
        (await _grove.ReadAsync(other)).Weaknesses.ShouldBeEmpty();
        (await FoundAsync(cites)).ShouldBe([Cause]);
    }

    [Fact]
    public async Task What_was_collected_before_the_pattern_came_is_found_at_the_next_start_and_once()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("2.0.0", "water(name)");
        var id = await _grove.LearnAsync("Plant in autumn", null, "plant/1");

        await _grove.RestartAsync();
        await Eventually.IsTrueAsync(async () => (await _grove.ReadAsync(id)).Weaknesses.Count > 0, "the pattern is weakened");

        await RunAsync();

        (await FoundAsync(id)).ShouldBe(["pkg:hex/grove@2.0.0#plant/1"]);
    }

    [Fact]
    public async Task Several_that_look_at_once_observe_once()
    {
        var id = await CollectThenLearnAsync();

        await Task.WhenAll(RunAsync(), RunAsync(), RunAsync());

        (await FoundAsync(id)).ShouldBe([Cause]);
    }

    [Fact]
    public async Task A_cause_that_was_answered_is_not_found_again()
    {
        var id = await CollectThenLearnAsync();
        await RunAsync();
        (await _grove.ReadAsync(id)).Weaknesses.ShouldHaveSingleItem();
        await ObserveAsync(id, new Corrected { Changes = new PatternChanges { Body = "plant/1 is gone for good reason." }, Answers = [Cause] });
        (await _grove.ReadAsync(id)).Weaknesses.ShouldBeEmpty();

        await RunAsync();

        (await _grove.ReadAsync(id)).Weaknesses.ShouldBeEmpty();
        (await FoundAsync(id)).ShouldBe([Cause]);
    }

    [Fact]
    public async Task A_symbol_that_comes_back_leaves_the_observation_and_one_that_goes_again_is_no_second_one()
    {
        var id = await CollectThenLearnAsync();
        await RunAsync();
        await _grove.CollectAsync("3.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("4.0.0", "water(name)");

        await RunAsync();

        (await _grove.ReadAsync(id)).Weaknesses.ShouldHaveSingleItem().Cause.ShouldBe(Cause);
        (await FoundAsync(id)).ShouldBe([Cause]);
    }

    [Fact]
    public async Task Prereleases_are_looked_past()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("2.0.0-rc.1", "water(name)");
        var id = await _grove.LearnAsync("Plant in autumn", "vers:hex/*", "Grove.plant/1");
        await RunAsync();
        (await FoundAsync(id)).ShouldBeEmpty();

        await _grove.CollectAsync("2.0.0", "water(name)");

        await Eventually.IsTrueAsync(async () => (await _grove.ReadAsync(id)).Weaknesses.Count > 0, "the release weakens the pattern");
        (await _grove.ReadAsync(id)).Weaknesses.ShouldHaveSingleItem().Cause.ShouldBe(Cause);
    }

    [Fact]
    public async Task What_an_authority_told_is_weakened_for_all()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("2.0.0", "water(name)");
        var id = ObservationSamples.Id(1);
        var content = ObservationSamples.Content("Told") with { Packages = [new PackageReference { Purl = "pkg:hex/grove", Symbols = ["Grove.plant/1"] }] };
        var told = Singularity.Knowledge.Folding.PatternFold.Fold([ObservationSamples.Learn(id, content)])[0];
        await _grove.Get<PatternCache>().StoreAsync("central", [told], CancellationToken.None);

        await RunAsync();
        await RunAsync();

        (await FoundAsync(id)).ShouldBe([Cause]);
    }

    // Whether the background pass finds it or the test itself, it is found once.
    private async Task<Ulid> CollectThenLearnAsync()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)", "water(name)");
        await _grove.CollectAsync("2.0.0", "water(name)");
        return await _grove.LearnAsync("Plant in autumn", null, "Grove.plant/1");
    }

    private Task<int> RunAsync() => _grove.Get<PackageWeakening>().RunAsync(Grove, CancellationToken.None);

    private async Task ObserveAsync(Ulid id, ObservationFact fact)
    {
        var author = await _grove.Get<LocalAuthor>().ReadAsync(CancellationToken.None);
        await _grove.Get<ObservationStore>().AppendAsync(
            [ObservationSamples.Received(author.Observe(await _grove.ReadAsync(id), fact))], enqueue: true, CancellationToken.None);
    }

    // What waits to be sent to the authority.
    private async Task<IEnumerable<string>> FoundAsync(Ulid id) => (await _grove.Get<Outbox>().ReadAsync(100, CancellationToken.None))
        .Select(static entry => ObservationReader.Read(entry.Json).ShouldBeOfType<ObservationReading.Read>().Observation.Observation)
        .Where(o => o.PatternId == id && o.Weakened is not null).Select(static o => o.Weakened!.Cause);
}
