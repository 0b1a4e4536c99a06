using System.Data.Common;
using LiteDB;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.Registry.Messaging;
using Singularity.Registry.Storage;

namespace Singularity.Registry.Importing;

/// <summary>Works off what imports have to collect, several packages at a time, each within its registry's manners.</summary>
internal sealed class ImportRunner(
    IImportJobs jobs, IPackageStore truth, PackageCollector collector, IPackageEvents events, ICollectProgressSink progress, ImportSignal signal, IOptions<ImportOptions> options,
    TimeProvider time, ILogger<ImportRunner> logger)
{
    // Progress is for eyes: more often than this it only costs.
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(200);

    private readonly ImportOptions _options = options.Value;
    private long _told;

    /// <summary>Collects what is waiting until <paramref name="isDone"/> says so. A store that is down is waited for.</summary>
    public async Task RunAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var running = new Dictionary<Task, ImportItem>();
        var renewed = time.GetTimestamp();
        try
        {
            while (true)
            {
                try
                {
                    foreach (var item in await jobs.TakeAsync(_options.Concurrency - running.Count, cancellationToken))
                    {
                        running.Add(WorkAsync(item, cancellationToken), item);
                    }

                    if (running.Count == 0 && await isDone())
                    {
                        return;
                    }

                    if (running.Count > 0 && time.GetElapsedTime(renewed) > _options.Lease / 3)
                    {
                        await jobs.RenewAsync([.. running.Values], cancellationToken);
                        renewed = time.GetTimestamp();
                    }
                }
                catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
                {
                    ImportLog.StoreDown(logger, exception.Message);
                }

                await WaitAsync(running, cancellationToken);
            }
        }
        finally
        {
            // Stopping: what was begun ends by itself, cancelled by the same token, and stays waiting for the next process.
            await Task.WhenAll(running.Keys);
        }
    }

    private async Task WaitAsync(Dictionary<Task, ImportItem> running, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = signal.WaitAsync(running.Count > 0 ? _options.Lease / 3 : _options.Poll, time, enough.Token);
        await Task.WhenAny([woken, .. running.Keys]);
        await enough.CancelAsync();
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var done in running.Keys.Where(static task => task.IsCompleted).ToList())
        {
            running.Remove(done);
        }
    }

    private async Task WorkAsync(ImportItem item, CancellationToken cancellationToken)
    {
        // Off the loop, which takes the next item meanwhile.
        await Task.Yield();
        try
        {
            var result = await CollectAsync(item, cancellationToken);
            await jobs.FinishAsync(item, result, cancellationToken);
            await TellAsync(item, result, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is DbException or LiteException or TimeoutException)
        {
            // Not recorded, so the item is waiting still; what it collected is found stored the next time.
            ImportLog.NotRecorded(logger, item.Purl, exception.Message);
        }
    }

    private async Task<ImportResult> CollectAsync(ImportItem item, CancellationToken cancellationToken)
    {
        if (PackageUrl.Parse(item.Purl, out var problem) is not { } spec)
        {
            return new ImportResult.Failed(ErrorCodes.BadRequest, problem!);
        }

        try
        {
            if (spec.Version is not null && await IsStoredAsync(spec, cancellationToken))
            {
                // Another job, or this one before its process was killed, brought it meanwhile.
                return new ImportResult.Collected(0);
            }

            return await collector.CollectAsync(new CollectRequest(spec, Force: false), null, cancellationToken) switch
            {
                CollectOutcome.Collected { NotStored: { } reason } => Retry(item, ErrorCodes.Unavailable, reason, null),
                CollectOutcome.Collected collected => new ImportResult.Collected(collected.Bytes),
                CollectOutcome.Missing missing => new ImportResult.Failed(ErrorCodes.NotFound, missing.Message),
                CollectOutcome.Failed failed => Retry(item, failed.Code, failed.Message, failed.RetryAfter),
                _ => throw new InvalidOperationException("The closed union CollectOutcome has a member that is not handled."),
            };
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DbException or LiteException or TimeoutException))
        {
            // A fault of this software with one package must not end the others.
            ImportLog.Fault(logger, item.Purl, exception);
            return new ImportResult.Failed(ErrorCodes.Internal, $"{item.Purl} could not be read because of a fault in this software; the log has it.");
        }
    }

    private async Task<bool> IsStoredAsync(PackageSpec spec, CancellationToken cancellationToken) =>
        (await truth.FindStoredAsync([PackageKey.For(spec.Ecosystem, spec.Name, spec.Version)], cancellationToken)).Count > 0;

    private ImportResult Retry(ImportItem item, int code, string error, TimeSpan? retryAfter) =>
        code is ErrorCodes.Busy or ErrorCodes.Unavailable or ErrorCodes.UpstreamTimeout && item.Attempts < _options.Attempts
            ? new ImportResult.Later(time.GetUtcNow() + (retryAfter ?? (_options.RetryDelay * Math.Pow(2, item.Attempts - 1))))
            : new ImportResult.Failed(code, error);

    private async Task TellAsync(ImportItem item, ImportResult result, CancellationToken cancellationToken)
    {
        if (result is ImportResult.Later)
        {
            return;
        }

        if (result is ImportResult.Failed failed)
        {
            await events.FailedAsync(new PackageFailed(item.Purl, failed.Code, failed.Error, time.GetUtcNow()), cancellationToken);
        }

        var last = Interlocked.Read(ref _told);
        if ((last == 0 || time.GetElapsedTime(last) > TellEvery) && Interlocked.CompareExchange(ref _told, time.GetTimestamp(), last) == last
            && await jobs.ReadAsync(item.JobId, cancellationToken) is { } report)
        {
            var done = report.Held + report.Collected + report.Failed;
            progress.Report(new CollectProgress(item.JobId, item.Purl, report.State == ImportReport.Done ? "done" : "import", done, report.Total));
        }
    }
}
