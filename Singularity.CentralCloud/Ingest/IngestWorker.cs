using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Singularity.CentralCloud.Parking;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Takes the stream into the database. A message is acknowledged once it is committed, or parked; until then it is delivered again, to whichever instance of this service asks.
/// Without the database nothing is acknowledged and nothing fetched: the stream holds it.
/// </summary>
internal sealed class IngestWorker(
    ObservationStream stream, MessageFetch fetch, TakeIn takeIn, ParkedStore parked, MigrationState schema, IngestMeter meter, IOptions<IngestOptions> options, TimeProvider time,
    ILogger<IngestWorker> logger) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(1);

    // Of messages that made a transaction fail; gone when they are settled. There are no more than may be unacknowledged.
    private readonly Dictionary<long, int> _tries = [];

    // What is fetched while the database works. It outlasts a failure, since what was delivered comes again only after a while.
    private Task<List<Delivered>>? _ahead;

    // The next batch need not wait for it; what it fails to say is delivered again, and is in the database already.
    private Task _acknowledging = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await schema.WaitAsync(stoppingToken);
            for (var wait = FirstWait; ; wait = Longer(wait))
            {
                try
                {
                    var consumer = await stream.OpenAsync(stoppingToken);
                    IngestLog.Started(logger);
                    wait = FirstWait;
                    await RunAsync(consumer, stoppingToken);
                }
                catch (Exception exception) when (exception is NatsException or TimeoutException or ObjectDisposedException or OperationCanceledException
                    && !stoppingToken.IsCancellationRequested)
                {
                    IngestLog.StreamAway(logger, wait.TotalMilliseconds, exception);
                }

                await Task.Delay(wait, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_ahead ?? Task.CompletedTask, _acknowledging).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(INatsJSConsumer consumer, CancellationToken stoppingToken)
    {
        var kept = time.GetTimestamp();
        while (true)
        {
            var fetched = _ahead ?? fetch.RunAsync(consumer, stoppingToken);
            _ahead = null;
            var messages = await fetched;
            meter.Lag = messages.Count == 0 ? 0 : (long)(messages[^1].Message.Metadata?.NumPending ?? 0) + messages.Count;
            _ahead = fetch.RunAsync(consumer, stoppingToken);
            foreach (var batch in messages.Chunk(options.Value.Batch))
            {
                await SettleAsync(batch, stoppingToken);
            }

            if (messages.Count == 0 || time.GetElapsedTime(kept) > KeepInterval)
            {
                await stream.KeepAsync(consumer, stoppingToken);
                kept = time.GetTimestamp();
            }
        }
    }

    private async Task SettleAsync(Delivered[] batch, CancellationToken stoppingToken)
    {
        var incoming = Array.ConvertAll(batch, static delivered => delivered.Incoming);
        var again = new HashSet<long>();
        for (var wait = FirstWait; ; wait = Longer(wait))
        {
            try
            {
                again = await TakeInAsync(incoming, stoppingToken);
                break;
            }
            catch (Exception exception) when (DatabaseFault.Passes(exception))
            {
                IngestLog.DatabaseAway(logger, incoming.Length, wait.TotalMilliseconds, exception);
                await Task.Delay(wait, time, stoppingToken);
            }
        }

        var before = _acknowledging;
        _acknowledging = Task.CompletedTask;
        await before;
        _acknowledging = Task.Run(() => AcknowledgeAsync(batch, again, stoppingToken), CancellationToken.None);
    }

    private async Task AcknowledgeAsync(Delivered[] batch, HashSet<long> again, CancellationToken stoppingToken)
    {
        foreach (var (message, incoming) in batch)
        {
            await (again.Contains(incoming.Sequence)
                ? message.NakAsync(delay: options.Value.RetryWait, cancellationToken: stoppingToken)
                : message.AckAsync(cancellationToken: stoppingToken));
        }
    }

    /// <summary>Returns the sequences of those that are to be tried again; all others are in the database, or parked.</summary>
    private async Task<HashSet<long>> TakeInAsync(Incoming[] incoming, CancellationToken cancellationToken)
    {
        var outcomes = await takeIn.RunAsync(incoming, cancellationToken);
        var again = new HashSet<long>();
        var parking = new List<(Incoming Message, string Reason, int Tries)>();
        for (var i = 0; i < incoming.Length; i++)
        {
            var tries = _tries.GetValueOrDefault(incoming[i].Sequence) + 1;
            switch (outcomes[i])
            {
                case IngestOutcome.Refused(var reason):
                    parking.Add((incoming[i], reason, tries));
                    break;
                case IngestOutcome.Failed(var reason) when tries >= options.Value.MaxTries:
                    parking.Add((incoming[i], reason, tries));
                    break;
                case IngestOutcome.Failed:
                    again.Add(incoming[i].Sequence);
                    break;
            }
        }

        if (parking.Count > 0)
        {
            meter.CountParked(await parked.ParkAsync(parking, cancellationToken));
            IngestLog.Parked(logger, parking.Count, parking[0].Message.Subject, parking[0].Message.Sequence, parking[0].Reason);
        }

        foreach (var message in incoming)
        {
            if (again.Contains(message.Sequence))
            {
                _tries[message.Sequence] = _tries.GetValueOrDefault(message.Sequence) + 1;
            }
            else
            {
                _tries.Remove(message.Sequence);
            }
        }

        return again;
    }

    private static TimeSpan Longer(TimeSpan wait) => wait + wait < LongestWait ? wait + wait : LongestWait;
}
