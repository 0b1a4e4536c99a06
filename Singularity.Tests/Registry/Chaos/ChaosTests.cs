using System.Diagnostics;
using Singularity.Tests.Support;
using Xunit.Abstractions;

namespace Singularity.Tests.Registry.Chaos;

/// <summary>By itself, since it takes both cores and kills what it started.</summary>
[Collection(nameof(ChaosTests))]
[CollectionDefinition(nameof(ChaosTests), DisableParallelization = true)]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Seed = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    [Fact]
    public async Task Loses_no_acknowledged_write_and_gives_no_wrong_answer_while_every_server_is_killed_in_turn()
    {
        await using var cluster = await ChaosCluster.StartAsync();
        var counts = new ChaosCounts();
        await using (var load = new ChaosLoad(cluster.Client, counts, Seed))
        {
            load.Start();
            Say($"three registries are healthy, seed {Seed}");
            await AnswersAsync(counts, reads: 100, writes: 50);
            foreach (var (what, fault) in Schedule(cluster, load, counts))
            {
                Say(what);
                await fault();
                await cluster.WaitUntilHealthyAsync();
                await AnswersAsync(counts, reads: 100, writes: 30);
            }

            await load.StopAsync();
            Say("all is quiet, every package is compared");
            await CompareAsync(cluster, load, counts);
        }

        Say(counts.ToString());
        foreach (var line in counts.Lost.Concat(counts.Wrong).Concat(counts.RetriedTwice))
        {
            Say(line);
        }

        counts.Lost.ShouldBeEmpty();
        counts.Wrong.ShouldBeEmpty();
        counts.RetriedTwice.ShouldBeEmpty();
        counts.Acknowledged.ShouldBeGreaterThan(200);
    }

    private static (string What, Func<Task> Fault)[] Schedule(ChaosCluster cluster, ChaosLoad load, ChaosCounts counts)
    {
        (string, Func<Task>)[] faults =
        [
            ("NATS is killed", async () =>
            {
                await cluster.Nats.KillAsync();
                counts.Killed();
                await HappensAsync(counts, operations: 6);
                await cluster.Nats.StartAsync();
            }),
            ("PostgreSQL is killed", async () =>
            {
                await cluster.Postgres.KillAsync();
                counts.Killed();

                // Reads go on, writes are refused.
                await AnswersAsync(counts, reads: 60, writes: 0);
                await HappensAsync(counts, operations: 60);
                await cluster.Postgres.StartAsync();
            }),
            ("the KV bucket is deleted", async () =>
            {
                await cluster.DeleteBucketAsync();
                await AnswersAsync(counts, reads: 60, writes: 10);
            }),
            .. cluster.Registries.Select<RegistryProcess, (string, Func<Task>)>((registry, n) => ($"registry {n} is killed", async () =>
            {
                load.OnlyRegistryFails(true);
                await registry.KillAsync();
                counts.Killed();
                await AnswersAsync(counts, reads: 100, writes: 20);
                load.OnlyRegistryFails(false);
                await registry.StartAsync();
            })),
        ];
        new Random(Seed).Shuffle(faults);
        return faults;
    }

    private static Task AnswersAsync(ChaosCounts counts, long reads, long writes)
    {
        var (readsThen, writesThen) = (counts.ReadsAnswered + reads, counts.Acknowledged + writes);
        return Eventually.IsTrueAsync(
            () => Task.FromResult(counts.ReadsAnswered >= readsThen && counts.Acknowledged >= writesThen),
            $"{reads} reads are answered and {writes} writes acknowledged",
            Patience);
    }

    private static Task HappensAsync(ChaosCounts counts, long operations)
    {
        var then = counts.Reads + counts.Writes + operations;
        return Eventually.IsTrueAsync(() => Task.FromResult(counts.Reads + counts.Writes >= then), $"{operations} operations end", Patience);
    }

    private static async Task CompareAsync(ChaosCluster cluster, ChaosLoad load, ChaosCounts counts)
    {
        var truth = await cluster.ReadTruthAsync();
        foreach (var key in load.Keys.Where(key => !key.MayHoldNow(truth.GetValueOrDefault(key.Name))))
        {
            counts.IsLost($"PostgreSQL holds {key.Name} as of {truth.GetValueOrDefault(key.Name)}, though {key.Acknowledged} was acknowledged");
        }

        // Any of the three may answer; then each of them alone, the second and third right after a crash of their own.
        await ReadAllAsync("any registry", cluster, load, counts, truth);
        await Task.WhenAll(cluster.Registries[0].KillAsync(), cluster.Registries[1].KillAsync());
        await ReadAllAsync("registry 2", cluster, load, counts, truth);
        for (var (running, next) = (2, 0); next < 2; running = next++)
        {
            await cluster.Registries[next].StartAsync();
            await cluster.Registries[running].KillAsync();
            await ReadAllAsync($"registry {next}", cluster, load, counts, truth);
        }
    }

    private static Task ReadAllAsync(
        string who, ChaosCluster cluster, ChaosLoad load, ChaosCounts counts, Dictionary<string, long> truth) =>
        Parallel.ForEachAsync(
            load.Keys.SelectMany(static key => new[] { (Key: key, Exact: true), (Key: key, Exact: false) }), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (ask, _) =>
            {
                var (name, held) = (ask.Key.Name, truth.GetValueOrDefault(ask.Key.Name));
                ChaosReply expected = new ChaosReply.Held(name, held);
                var reply = await cluster.Client.ReadAsync(name, ask.Exact);

                // A tier that has just come back is skipped for some seconds more, and a write whose writer was killed before it could acknowledge or tell of it is
                // found in the database a little later. Neither answer contradicts what was acknowledged; any other is wrong.
                if (reply != expected && MayStillChange(ask.Key, reply))
                {
                    counts.Retried();
                    await Eventually.IsTrueAsync(
                        async () => (reply = await cluster.Client.ReadAsync(name, ask.Exact)) == expected || !MayStillChange(ask.Key, reply), $"{who} says of {name}: {held}", Patience);
                }

                if (reply != expected)
                {
                    counts.IsWrong($"{who}, asked for {name}{(ask.Exact ? "@1.0.0" : "")}, says {reply}, though PostgreSQL holds {held}");
                }
            });

    private static bool MayStillChange(ChaosKey key, ChaosReply reply) =>
        reply is ChaosReply.Refused || (reply is ChaosReply.Held seen && key.MayHoldNow(seen.Operation));

    private void Say(string what)
    {
        var line = $"chaos: {_watch.Elapsed.TotalSeconds,5:0.0} s: {what}";
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}
