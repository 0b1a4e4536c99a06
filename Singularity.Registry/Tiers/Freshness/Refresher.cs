using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Registry.Collecting;

namespace Singularity.Registry.Tiers.Freshness;

/// <summary>
/// Refreshes packages behind the answers that were given, each once at a time, a few at once; across instances the collector's lease leaves it to one. When all places
/// are taken the package is left for its next reader.
/// </summary>
internal sealed class Refresher(
    PackageCollector collector, IOptions<FreshnessOptions> options, IHostApplicationLifetime lifetime, TimeProvider timeProvider, ILogger<Refresher> logger)
{
    private const int MostFailures = 10_000;

    private readonly ConcurrentDictionary<PackageSpec, Task> _running = new();
    private readonly ConcurrentDictionary<PackageSpec, long> _failedAt = new();

    public void Start(PackageSpec spec)
    {
        if (_running.Count >= options.Value.Refreshes || _running.ContainsKey(spec)
            || (_failedAt.TryGetValue(spec, out var failed) && timeProvider.GetElapsedTime(failed) < options.Value.RetryAfter))
        {
            return;
        }

        var run = new TaskCompletionSource();
        if (_running.TryAdd(spec, run.Task))
        {
            _ = RunAsync(spec, run);
        }
    }

    /// <summary>Completes when nothing is being refreshed.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_running.Values);

    private async Task RunAsync(PackageSpec spec, TaskCompletionSource run)
    {
        try
        {
            if (await collector.CollectAsync(new CollectRequest(spec, Force: false), null, lifetime.ApplicationStopping) is CollectOutcome.Failed failed)
            {
                Fail(spec, failed.Message);
            }
            else
            {
                _failedAt.TryRemove(spec, out _);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // Nobody waits for this: whatever it was, it is said here, and the next reader tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(spec, exception.Message);
        }
        finally
        {
            _running.TryRemove(spec, out _);
            run.SetResult();
        }
    }

    private void Fail(PackageSpec spec, string reason)
    {
        if (_failedAt.Count >= MostFailures)
        {
            _failedAt.Clear();
        }

        _failedAt[spec] = timeProvider.GetTimestamp();
        TierLog.NotRefreshed(logger, spec.Purl, options.Value.RetryAfter.TotalMilliseconds, reason);
    }
}
