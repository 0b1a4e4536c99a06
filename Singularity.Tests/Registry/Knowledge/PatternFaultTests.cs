using Singularity.Contracts.Packages;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Knowledge;

/// <summary>Servers of their own, since these tests stop them.</summary>
public sealed class PatternFaultTests : IAsyncLifetime
{
    private NatsServer _nats = null!;
    private PostgresServer _postgres = null!;

    public async Task InitializeAsync()
    {
        _nats = await NatsServer.StartNewAsync(new NatsServerOptions { User = "nats", Password = "secret", JetStream = true });
        _postgres = await PostgresServer.StartNewAsync(durable: true);
    }

    public async Task DisposeAsync()
    {
        await _nats.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task Reads_and_searches_go_on_without_patterns_while_their_database_is_away()
    {
        await using var grove = await GroveRegistry.StartAsync(
            _nats.Url, await _postgres.CreateDatabaseAsync(), ("Patterns:PresenceAge", "00:00:00"), ("Patterns:Pause", "00:00:00"));
        await grove.CollectAsync("1.0.0", "plant(name)");
        await grove.LearnAsync("Plant anywhere", null);
        await grove.Host.SearchAsync(new SearchPackages("grove", ["package"]), static answer => answer is { ServedBy: ServedBy.Memory, Hits.Count: > 0 });
        await _postgres.KillAsync();

        var answer = (await grove.GetAsync("1.0.0", "patterns")).Ok();
        answer.Resolved.ShouldBe("1.0.0");
        answer.Patterns.ShouldBeNull();
        answer.PatternsNote.ShouldNotBeNull().ShouldContain("PostgreSQL");
        (await grove.Host.AskAsync<SearchPackages, SearchAnswer>(grove.Host.Subjects.Search, new SearchPackages("grove", ["package"]))).Ok()
            .Hits.ShouldNotBeEmpty();

        await _postgres.StartAsync();
        await Eventually.IsTrueAsync(async () => (await grove.GetAsync("1.0.0", "patterns")).Ok().Patterns is { Count: 1 }, "patterns come again");
    }
}
