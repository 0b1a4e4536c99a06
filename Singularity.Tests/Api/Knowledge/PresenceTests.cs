using Singularity.Api.Knowledge.Presence;
using Singularity.Contracts.CentralCloud;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class PresenceTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    [Fact]
    public async Task Says_who_it_is_and_then_how_much_it_has_yet_to_send()
    {
        await Central.AppearAsync();
        await StartAsync("Knowledge:InstanceId=desk");
        await LearnAsync(ObservationSamples.Content());

        await Eventually.IsTrueAsync(() => Task.FromResult(Central.Heartbeats.Any(static beat => beat.Backlog == 1)), "a heartbeat tells the backlog");

        var hello = Central.Hellos.First();
        hello.InstanceId.ShouldBe("desk");
        hello.Name.ShouldBe(Environment.MachineName);
        hello.Environment.ShouldBe("Production");
        hello.Version.ShouldNotBeNullOrEmpty();
        var beat = Central.Heartbeats.Last(static beat => beat.Backlog == 1);
        beat.BacklogSince.ShouldNotBeNull();
        beat.Machine.ShouldBe(hello.Machine);
    }

    [Fact]
    public async Task Says_hello_again_when_it_was_forgotten_and_when_central_comes_later()
    {
        await StartAsync();
        await AwaitPresenceAsync("away");
        await AppearAsync();
        var before = Central.Hellos.Count;
        before.ShouldBeGreaterThan(0);

        Central.IsForgetful = true;

        await Eventually.IsTrueAsync(() => Task.FromResult(Central.Hellos.Count > before), "it says hello again");
        await AwaitPresenceAsync("present");
    }

    [Fact]
    public async Task An_id_in_use_twice_is_told()
    {
        Central.Conflict = "Two machines use the id desk; give one of them another.";
        Central.Held = 7;
        await StartAsync();
        await AppearAsync();

        var central = (await StatsAsync()).GetProperty("centralCloud");
        central.GetProperty("conflict").GetString().ShouldBe(Central.Conflict);
        central.GetProperty("observations").GetInt64().ShouldBe(7);
    }

    [Fact]
    public async Task A_refusal_is_told_as_it_is()
    {
        Central.Greet = static _ => new ServiceReply<CentralInstance>.Failed(400, "name is 1 to 200 characters.");
        await Central.AppearAsync();
        await StartAsync();
        await AwaitPresenceAsync("away");

        (await StatsAsync()).GetProperty("centralCloud").GetProperty("problem").GetString().ShouldBe("name is 1 to 200 characters.");
    }

    [Fact]
    public void A_machine_is_told_apart_by_what_does_not_tell_what_it_is()
    {
        var code = MachineCode.Of("0123456789abcdef0123456789abcdef", "/home/someone/singularity");

        code.Length.ShouldBe(16);
        code.ShouldAllBe(static c => char.IsAsciiHexDigitLower(c));
        MachineCode.Of("0123456789abcdef0123456789abcdef", "/home/someone/singularity").ShouldBe(code);
        MachineCode.Of("0123456789abcdef0123456789abcdef", "/home/another/singularity").ShouldNotBe(code);
        MachineCode.Of("1123456789abcdef0123456789abcdef", "/home/someone/singularity").ShouldNotBe(code);
    }
}
