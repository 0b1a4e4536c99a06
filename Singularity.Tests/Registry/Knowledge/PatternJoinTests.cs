using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;

namespace Singularity.Tests.Registry.Knowledge;

[Collection("registry")]
public sealed class PatternJoinTests(RegistryServers servers) : IAsyncLifetime
{
    private GroveRegistry _grove = null!;

    // On a busy machine, what is looked for here takes longer than a search would wait.
    public async Task InitializeAsync() => _grove = await GroveRegistry.StartAsync(
        servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(),
        ("Patterns:PresenceAge", "00:00:00"), ("Patterns:SearchDeadline", "00:00:20"), ("Patterns:ReadDeadline", "00:00:20"));

    public Task DisposeAsync() => _grove.DisposeAsync().AsTask();

    [Fact]
    public async Task A_pattern_comes_with_the_versions_in_its_range()
    {
        await _grove.CollectAsync("3.10.0", "plant(name)");
        await _grove.CollectAsync("3.11.2", "plant(name)");
        var id = await _grove.LearnAsync("Plant in autumn", ">= 3.11");
        var all = await _grove.LearnAsync("Plant anywhere", null);
        await UseAsync(id);

        var newer = (await _grove.GetAsync("3.11.2", "patterns")).Ok();
        newer.Patterns.ShouldNotBeNull().Select(static p => p.Id).ShouldBe([id, all]);
        newer.Patterns[0].ShouldBe(
            new PackagePattern(id, "Plant in autumn", PatternKind.Code, newer.Patterns[0].Confidence, new PatternSource(), ">= 3.11"));
        newer.Patterns[0].Confidence.ShouldBeGreaterThan(0);
        newer.PatternsNote.ShouldBeNull();
        newer.Snippets.ShouldBeNull();
        (await _grove.GetAsync("3.10.0", "patterns")).Ok().Patterns.ShouldNotBeNull().ShouldHaveSingleItem().Id.ShouldBe(all);
    }

    [Fact]
    public async Task Without_being_asked_for_nothing_is_said_of_patterns()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)");
        await _grove.LearnAsync("Plant anywhere", null);

        var plain = (await _grove.GetAsync("1.0.0")).Ok();
        plain.Patterns.ShouldBeNull();
        plain.PatternsNote.ShouldBeNull();
        var parts = (await _grove.GetAsync("1.0.0", "api", "patterns")).Ok();
        parts.Snippets.ShouldNotBeNull().ShouldAllBe(static s => s.Kind == SnippetKind.Signature);
        parts.Patterns.ShouldNotBeNull().Count.ShouldBe(1);
        var unknown = (await _grove.GetAsync("1.0.0", "patterns", "weather")).Failed();
        (unknown.Code, unknown.Message).ShouldBe((ErrorCodes.BadRequest, "include knows 'snippets', 'api', 'examples', 'changelog', 'patterns', not 'weather'."));
    }

    [Fact]
    public async Task At_most_five_come_and_those_of_an_authority_name_it()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)");
        for (var i = 0; i < 6; i++)
        {
            await _grove.LearnAsync($"Pattern {i}", null);
        }

        (await _grove.GetAsync("1.0.0", "patterns")).Ok().Patterns.ShouldNotBeNull().Count.ShouldBe(5);

        var told = await CacheAsync("Told by others");
        var pattern = (await _grove.GetAsync("1.0.0", "patterns")).Ok().Patterns.ShouldNotBeNull().Single(p => p.Id == told);
        (pattern.Source.Authority, pattern.Source.IsExpired).ShouldBe(("central", false));
    }

    [Fact]
    public async Task Search_says_which_packages_have_patterns()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)");
        var question = new SearchPackages("grove");
        (await _grove.Host.SearchAsync(question, static answer => answer.Hits.Any(static h => h.Kind == "package"))).Hits.ShouldAllBe(static h => h.Patterns == null);

        await _grove.LearnAsync("Not for this version", "> 1.0.0");
        await _grove.LearnAsync("Plant anywhere", null);
        var best = await _grove.LearnAsync("Plant in autumn", "vers:hex/>=1.0");
        await UseAsync(best);

        var hits = (await _grove.Host.SearchAsync(question, static answer => answer.Hits.Any(static h => h.Patterns is not null))).Hits;
        hits.Single(static h => h.Kind == "package").Patterns.ShouldBe(new HitPatterns(2, "Plant in autumn"));
        hits.Where(static h => h.Kind == "snippet").ShouldAllBe(static h => h.Patterns == null);
    }

    [Fact]
    public async Task A_pattern_that_cannot_be_read_leaves_the_answer_whole()
    {
        await _grove.CollectAsync("1.0.0", "plant(name)");
        await _grove.LearnAsync("Plant anywhere", null);
        await using (var command = _grove.Get<Npgsql.NpgsqlDataSource>().CreateCommand("""UPDATE patterns SET view = '{"of": "tomorrow"}'"""))
        {
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        var answer = (await _grove.GetAsync("1.0.0", "patterns")).Ok();
        answer.Resolved.ShouldBe("1.0.0");
        answer.Patterns.ShouldBeNull();
        answer.PatternsNote.ShouldNotBeNull();
        (await _grove.Host.AskAsync<SearchPackages, SearchAnswer>(_grove.Host.Subjects.Search, new SearchPackages("grove"))).Ok().Hits.ShouldAllBe(static h => h.Patterns == null);
    }

    private async Task UseAsync(Ulid id)
    {
        var author = await _grove.Get<LocalAuthor>().ReadAsync(CancellationToken.None);
        var used = ObservationSamples.Received(author.Observe(await _grove.ReadAsync(id), new Used { Success = true }));
        await _grove.Get<ObservationStore>().AppendAsync([used], enqueue: true, CancellationToken.None);
    }

    private async Task<Ulid> CacheAsync(string title)
    {
        // Newer than all that are learned here, so that it is among the first of equal confidence.
        var id = ObservationSamples.Id(1, TimeProvider.System.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds());
        var content = ObservationSamples.Content(title) with { Packages = [new PackageReference { Purl = "pkg:hex/grove" }] };
        var pattern = Singularity.Knowledge.Folding.PatternFold.Fold([ObservationSamples.Learn(id, content)])[0];
        await _grove.Get<PatternCache>().StoreAsync("central", [pattern], CancellationToken.None);
        return id;
    }
}
