using System.Diagnostics;
using Singularity.Tests.Support;
using Xunit.Abstractions;

namespace Singularity.Tests.TwoMachines;

/// <summary>By itself, since it takes both cores and kills what it started.</summary>
[Collection(nameof(TwoMachinesTests))]
[CollectionDefinition(nameof(TwoMachinesTests), DisableParallelization = true)]
public sealed class TwoMachinesTests(ITestOutputHelper output)
{
    private const int Seed = 6;
    private const int Before = 5;
    private const int Lessons = 1_000;
    private const int Kills = 40;
    private const int ForwarderKills = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Far less than the server's default of minutes, and enough for three of its own attempts.
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    [TwoMachinesFact]
    public async Task Both_recall_all_that_either_learned_while_their_link_was_cut_and_every_process_was_killed()
    {
        await using var pair = await LinkedMachines.StartAsync(Say);
        var (box, laptop) = (pair.Box, pair.Laptop);
        var (onBox, onLaptop) = (new Learner(box), new Learner(laptop));
        Say($"both are healthy and linked, seed {Seed}");

        await LearnAsync(0, Before);
        var boxId = (await box.Client.StatsAsync()).InstanceId;
        await ShowRecallAsync("linked", $"authority {LinkedMachines.Authority}, fetched");
        pair.Link.Cut();
        await ShowRecallAsync("the link is cut", $"authority {LinkedMachines.Authority}, fetched");

        // Used on both while neither hears of the other, so that the uses are of two instances afterwards.
        await onBox.UseAsync(onBox.Learned[0]);
        await onLaptop.UseAsync(onBox.Learned[0]);
        foreach (var machine in (Machine[])[box, laptop])
        {
            machine.Api.Set("Knowledge__SyncAll", "true");
            machine.Api.Set("Knowledge__SyncInterval", "00:00:02");
            machine.Api.Kill();
        }

        var killer = new Killer([.. box.Processes, .. laptop.Processes], Seed);
        var learning = LearnAsync(Before, Before + Lessons, everything: false);
        await killer.RunAsync(Kills, () => Allow(Lessons / Kills));
        await learning;
        await pair.WaitUntilHealthyAsync();
        Say($"each learned {Lessons} more while {killer.Killed.Count} processes were killed: {Count(killer.Killed)}; {box.Client.Retries + laptop.Client.Retries} requests were repeated");
        Say($"yet to send: {await Backlog(box)} on the box, {await Backlog(laptop)} on the laptop");

        pair.Link.Restore();
        Say($"the link is restored; {await KillForwarderAsync(laptop)}");
        var held = await pair.AwaitEqualAsync(Patience);
        Say($"all is quiet: {held}");

        var findings = await new Comparison(pair, onBox, onLaptop).RunAsync(Say);
        findings.ShouldBeEmpty();

        var server = laptop.Processes.Single(static process => process.Name.EndsWith("nats", StringComparison.Ordinal));
        var noticed = Stale(server);
        pair.Link.Cut();
        await ShowRecallAsync("the link is cut again", "this machine");
        await Eventually.IsTrueAsync(() => Task.FromResult(Stale(server) > noticed), "the laptop's server notices the cut", Notice);
        Say("the laptop's server noticed the cut, of which nobody told it");

        async Task LearnAsync(int first, int end, bool everything = true)
        {
            if (everything)
            {
                Allow(end - first);
            }

            await Task.WhenAll(onBox.LearnAsync(first, end), onLaptop.LearnAsync(first, end));
        }

        void Allow(int lessons)
        {
            onBox.Allow(lessons);
            onLaptop.Allow(lessons);
        }

        async Task ShowRecallAsync(string when, string from)
        {
            var answer = "";
            await Eventually.IsTrueAsync(
                async () => (answer = await laptop.RunAsync("recall", TwoMachines.Lessons.QuestionFor(box.Name, 0), "--limit", "1", "--explain")).Contains(from, StringComparison.Ordinal),
                $"{when}, the laptop recalls what the box learned; it says: {answer}",
                Patience);
            Say($"{when}, on the laptop: ./singularity recall \"{TwoMachines.Lessons.QuestionFor(box.Name, 0)}\" --explain\n{answer}");
            answer.ShouldContain(TwoMachines.Lessons.Of(box.Name, 0).Title);
            answer.ShouldContain($"learned by instance {boxId}");
        }
    }

    private static int Stale(MachineProcess server) => server.Output.Split("Leafnode connection closed: Stale Connection").Length;

    private static async Task<long> Backlog(Machine machine) => (await machine.Client.StatsAsync()).Outbox.Backlog;

    /// <summary>Kills it while it sends, each time that something was sent and something is left.</summary>
    private static async Task<string> KillForwarderAsync(Machine machine)
    {
        var left = new List<long> { await Backlog(machine) };
        await Eventually.IsTrueAsync(
            async () =>
            {
                var now = await Backlog(machine);
                if (now > 0 && now < left[^1] && machine.Api.Kill())
                {
                    left.Add(now);
                }

                return now == 0 || left.Count > ForwarderKills;
            },
            $"{machine.Name} sends",
            Patience);
        return $"the forwarder was killed when so many of {left[0]} were left: {string.Join(", ", left.Skip(1))}";
    }

    private static string Count(IEnumerable<string> names) =>
        string.Join(", ", names.GroupBy(static name => name).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => $"{group.Key} {group.Count()}"));

    private void Say(string what)
    {
        foreach (var part in what.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var line = $"two machines: {_watch.Elapsed.TotalSeconds,5:0.0} s: {part}";
            output.WriteLine(line);
            Console.WriteLine(line);
        }
    }
}
