using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Takes the stream into the database, from where the database says that it is taken in: what was neither committed nor parked is read again. Without the database
/// nothing is fetched: the stream holds it. What is stored is folded when no more comes, and at the latest after a while.
/// </summary>
internal sealed class IngestWorker(
    NpgsqlDataSource source, ObservationStream stream, MessageFetch fetch, SettleMessages settle, StreamPositions positions, FoldStored fold, MigrationState schema,
    IngestMeter meter, IOptions<IngestOptions> options, TimeProvider time, ILogger<IngestWorker> logger) : BackgroundService
{
    // So many are folded at once: somebody may be waiting to find them.
    private const int Few = 1_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StandByInterval = TimeSpan.FromSeconds(1);

    private TimeSpan _wait = FirstWait;
    private long _unfoldedSince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await schema.WaitAsync(stoppingToken);
            while (true)
            {
                await TryRunAsync(stoppingToken);
                await Task.Delay(_wait, time, stoppingToken);
                _wait = _wait + _wait < LongestWait ? _wait + _wait : LongestWait;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var seat = await SitDownAsync(stoppingToken);
            IngestLog.Started(logger);
            while (true)
            {
                await RunAsync(seat, await stream.OpenAsync(stoppingToken), stoppingToken);
                await Task.Delay(FirstWait, time, stoppingToken);
            }
        }
        catch (NatsException exception)
        {
            IngestLog.StreamAway(logger, _wait.TotalMilliseconds, exception);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested && (DatabaseFault.Passes(exception) || exception is OperationCanceledException))
        {
            IngestLog.Away(logger, _wait.TotalMilliseconds, exception);
        }
    }

    private async Task<IngestSeat> SitDownAsync(CancellationToken cancellationToken)
    {
        for (var isSaid = false; ; isSaid = true)
        {
            if (await IngestSeat.TryTakeAsync(source, cancellationToken) is { } seat)
            {
                return seat;
            }

            if (!isSaid)
            {
                IngestLog.StandingBy(logger);
            }

            await Task.Delay(StandByInterval, time, cancellationToken);
        }
    }

    /// <summary>Until a message was missed.</summary>
    private async Task RunAsync(IngestSeat seat, StreamReading reading, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var takenIn = reading.Sequence;
        Task<Fetched>? ahead = null;
        try
        {
            await FoldAsync(cancellationToken);
            for (var kept = time.GetTimestamp(); ;)
            {
                var fetched = await (ahead ?? fetch.RunAsync(reading, wait: meter.Unfolded == 0, end.Token));
                ahead = null;
                meter.Lag = fetched.Pending;
                if (fetched.Messages is [.., var last])
                {
                    // What the database works on next is fetched meanwhile.
                    ahead = fetched.IsWhole ? fetch.RunAsync(reading, wait: false, end.Token) : null;
                    await TakeInAsync(reading, fetched.Messages, cancellationToken);
                    takenIn = last.Sequence;
                }

                if (IsTimeToFold(fetched))
                {
                    await FoldAsync(cancellationToken);
                }

                if (time.GetElapsedTime(kept) > KeepInterval)
                {
                    await seat.CheckAsync(cancellationToken);
                    await stream.KeepAsync(reading, takenIn, cancellationToken);
                    kept = time.GetTimestamp();
                }

                if (!fetched.IsWhole || (ahead is null && reading.HasMissed))
                {
                    IngestLog.Missed(logger, takenIn);
                    return;
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            await (ahead ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeInAsync(StreamReading reading, List<Incoming> messages, CancellationToken cancellationToken)
    {
        foreach (var batch in messages.Chunk(options.Value.Batch))
        {
            await settle.RunAsync(batch, cancellationToken);
            await positions.WriteAsync(reading.Stream, reading.Created, batch[^1].Sequence, cancellationToken);
            if (meter.Unfolded == 0)
            {
                _unfoldedSince = time.GetTimestamp();
            }

            meter.Unfolded += batch.Length;
        }

        _wait = FirstWait;
    }

    private bool IsTimeToFold(Fetched fetched) => meter.Unfolded > 0
        && (fetched.Messages.Count == 0
            || (fetched.Pending == 0 && meter.Unfolded <= Few)
            || time.GetElapsedTime(_unfoldedSince) > options.Value.FoldWithin);

    private async Task FoldAsync(CancellationToken cancellationToken)
    {
        await fold.RunAsync(cancellationToken);
        meter.Unfolded = 0;
    }
}
