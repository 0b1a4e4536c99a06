using System.CommandLine;
using System.Diagnostics;
using NATS.Client.Core;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Benchmarks.Load;

/// <summary>Asks over NATS on one connection, as many callers at once as it is told to, and measures each answer.</summary>
internal static class LoadGenerator
{
    public const string Verb = "generate-load";

    private static readonly NatsSubOpts Patience = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static Command CreateCommand()
    {
        var command = new Command(Verb, "The callers of the benchmarks: reads the address of NATS, then one order a line.") { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        var url = await Console.In.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The address of NATS is missing.");
        await using var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = url }, "singularity-bench-load"));
        await connection.ConnectAsync();
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            await Console.Out.WriteLineAsync(LoadResult.Write(await WorkAsync(connection, LoadOrder.Parse(line))));
        }
    }

    private static async Task<IReadOnlyList<LoadResult>> WorkAsync(NatsConnection connection, LoadOrder order)
    {
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(order.Duration.TotalSeconds * Stopwatch.Frequency);
        var callers = await Task.WhenAll(Enumerable.Range(0, order.Callers).Select(first => Task.Run(() => CallAsync(connection, order, first, until))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return [.. order.Targets.Select((_, i) => Sum([.. callers.Select(caller => caller[i])], seconds))];
    }

    private static LoadResult Sum(IReadOnlyList<Tally> tallies, double seconds)
    {
        var ticks = tallies.SelectMany(static tally => tally.Ticks).ToArray();
        Array.Sort(ticks);
        return new LoadResult(
            ticks.Length, tallies.Sum(static tally => tally.Refused), tallies.Sum(static tally => tally.Lost), seconds,
            ticks.Length == 0 ? double.NaN : ticks.Average() * 1e6 / Stopwatch.Frequency, Percentile(ticks, 0.50), Percentile(ticks, 0.99));
    }

    // Callers begin with different targets, so that each is asked by as many at a time.
    private static async Task<Tally[]> CallAsync(NatsConnection connection, LoadOrder order, int first, long until)
    {
        var tallies = order.Targets.Select(static _ => new Tally()).ToArray();
        for (var i = 0; (order.RequestsPerCaller == 0 || i < order.RequestsPerCaller) && Stopwatch.GetTimestamp() < until; i++)
        {
            var at = (first + i) % order.Targets.Count;
            var (target, tally) = (order.Targets[at], tallies[at]);
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var reply = await connection.RequestAsync<byte[], NatsMemoryOwner<byte>>(target.Subject, target.Request, replyOpts: Patience);
                using var data = reply.Data;
                if (reply.Headers is null && data.Length > 0)
                {
                    tally.Ticks.Add(Stopwatch.GetTimestamp() - begun);
                }
                else
                {
                    tally.Refused++;
                }
            }
            catch (NatsException)
            {
                tally.Lost++;
            }
        }

        return tallies;
    }

    private static double Percentile(long[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)] * 1e6 / Stopwatch.Frequency;

    private sealed class Tally
    {
        public List<long> Ticks { get; } = new(16_384);

        public long Refused { get; set; }

        public long Lost { get; set; }
    }
}
