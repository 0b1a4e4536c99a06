using Microsoft.Extensions.Options;
using Singularity.Api.Knowledge;
using Singularity.Api.Knowledge.Presence;
using Singularity.Contracts.CentralCloud;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

[Collection("knowledge")]
public sealed class CentralPresenceTests(NatsServerFixture nats) : IAsyncLifetime
{
    private static readonly CentralInstance Known = new("desk", "desk", "1.0", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private readonly NatsPeer _peer = new(nats.Url, NatsPeer.NewPrefix());
    private readonly FakeTimeProvider _time = new();
    private readonly SharingOptions _options = new();
    private CentralPresence? _presence;

    private CentralPresence Presence => _presence!;

    public async Task InitializeAsync()
    {
        await _peer.Connection.ConnectAsync();
        _presence = new CentralPresence(_peer.Connection, Options.Create(_options), _time);
    }

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    [Fact]
    public void While_nothing_is_known_one_query_asks_and_the_others_do_not_wait()
    {
        Presence.TryAsk().ShouldBeNull();
        Presence.TryAsk()!.ShouldContain("another query is asking");

        Presence.Answered();

        Presence.TryAsk().ShouldBeNull();
        Presence.TryAsk().ShouldBeNull();
    }

    [Fact]
    public async Task One_that_is_away_is_not_asked_until_a_heartbeat_is_answered()
    {
        var returned = Presence.Watch();
        Presence.Greeted(Known);
        (await returned.WaitAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBeTrue();
        Presence.Away("Nobody answers.");
        _time.Advance(TimeSpan.FromHours(1));
        Presence.TryAsk()!.ShouldContain("Nobody answers.");
        Presence.Report.Since.ShouldBe(_time.GetUtcNow() - TimeSpan.FromHours(1));

        Presence.Greeted(Known);
        Presence.Greeted(Known);

        Presence.TryAsk().ShouldBeNull();
        (await returned.WaitAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBeTrue();
        Presence.Greeted(Known);
        (await returned.WaitAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public void A_late_one_is_left_alone_for_a_pause_that_grows_though_it_answers_heartbeats_and_then_one_query_tries()
    {
        Presence.Greeted(Known);
        Presence.Failed("late");
        Presence.Greeted(Known);
        Presence.TryAsk()!.ShouldContain("late");
        _time.Advance(_options.CentralPause);
        Presence.TryAsk().ShouldBeNull();
        Presence.TryAsk().ShouldNotBeNull("one tries for all");

        Presence.Failed("late again");

        _time.Advance(_options.CentralPause);
        Presence.TryAsk()!.ShouldContain("late again");
        _time.Advance(_options.CentralPause);
        Presence.TryAsk().ShouldBeNull();
        for (var i = 0; i < 20; i++)
        {
            Presence.Failed("late");
        }

        _time.Advance(_options.LongestCentralPause);
        Presence.TryAsk().ShouldBeNull();
        Presence.Answered();
        Presence.TryAsk().ShouldBeNull();
        Presence.Report.Problem.ShouldBeNull();
    }

    [Fact]
    public void A_query_that_never_tells_lets_others_ask_after_a_while()
    {
        Presence.TryAsk().ShouldBeNull();
        _time.Advance(_options.CentralDeadline + _options.CentralDeadline);

        Presence.TryAsk().ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_connection_nobody_is_asked()
    {
        Presence.Greeted(Known);
        await _peer.Connection.DisposeAsync();

        Presence.TryAsk()!.ShouldContain("not connected");
    }
}
