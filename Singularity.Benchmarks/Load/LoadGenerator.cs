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
            await Console.Out.WriteLineAsync((await WorkAsync(connection, LoadOrder.Parse(line))).ToString());
        }
    }

    private static async Task<LoadResult> WorkAsync(NatsConnection connection, LoadOrder order)
    {
        var started = Stopwatch.GetTimestamp();
        var until = started + (long)(order.Duration.TotalSeconds * Stopwatch.Frequency);
        var callers = await Task.WhenAll(Enumerable.Range(0, order.Callers).Select(_ => Task.Run(() => CallAsync(connection, order, until))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var ticks = callers.SelectMany(static caller => caller.Ticks).ToArray();
        Array.Sort(ticks);
        return new LoadResult(
            ticks.Length, callers.Sum(static caller => caller.Refused), callers.Sum(static caller => caller.Lost), seconds,
            Percentile(ticks, 0.50), Percentile(ticks, 0.99));
    }

    private static async Task<(List<long> Ticks, long Refused, long Lost)> CallAsync(NatsConnection connection, LoadOrder order, long until)
    {
        var ticks = new List<long>(16_384);
        var (refused, lost) = (0L, 0L);
        for (var i = 0; (order.RequestsPerCaller == 0 || i < order.RequestsPerCaller) && Stopwatch.GetTimestamp() < until; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                var reply = await connection.RequestAsync<byte[], NatsMemoryOwner<byte>>(order.Subject, order.Request, replyOpts: Patience);
                using var data = reply.Data;
                if (reply.Headers is null && data.Length > 0)
                {
                    ticks.Add(Stopwatch.GetTimestamp() - begun);
                }
                else
                {
                    refused++;
                }
            }
            catch (NatsException)
            {
                lost++;
            }
        }

        return (ticks, refused, lost);
    }

    private static double Percentile(long[] sorted, double share) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)] * 1e6 / Stopwatch.Frequency;
}
