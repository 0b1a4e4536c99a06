using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Tiers;

/// <summary>
/// A tier within its own deadline and circuit breaker: reads and back-fills never throw and never wait longer than the deadline; while the tier is
/// down it is skipped, and tried again after the break. Counts what happened.
/// </summary>
internal sealed class GuardedTier
{
    private readonly IPackageTier _tier;
    private readonly ILogger _logger;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;
    private long _hits;
    private long _misses;
    private long _failures;

    public GuardedTier(IPackageTier tier, TimeSpan deadline, TimeSpan breakDuration, TimeProvider timeProvider, ILogger logger)
    {
        _tier = tier;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = breakDuration,
                StateProvider = _state,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(static e => e is not OperationCanceledException),
            })
            .AddTimeout(deadline)
            .Build();
    }

    public ServedBy Name => _tier.Name;

    public bool IsDown => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Null on a miss and when the tier cannot answer; Failed tells which.</summary>
    public async ValueTask<(PackageEntry? Entry, bool Failed)> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var activity = RegistryTelemetry.Source.StartActivity(RegistryTelemetry.TierSpan(Name));
        try
        {
            var entry = await _pipeline.ExecuteAsync(
                static (state, token) => state._tier.FindAsync(state.key, token), (_tier, key), cancellationToken);
            Interlocked.Increment(ref entry is null ? ref _misses : ref _hits);
            RegistryTelemetry.CountLookup(Name, entry is null ? "miss" : "hit");
            activity?.SetTag("singularity.hit", entry is not null);
            return (entry, false);
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception);
            return (null, true);
        }
    }

    /// <summary>Back-fills; a failure degrades this tier only.</summary>
    public async ValueTask TryStoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.ExecuteAsync(
                static (state, token) => state._tier.StoreAsync(state.key, state.entry, token), (_tier, key, entry), cancellationToken);
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception);
        }
    }

    /// <summary>Removes the key; false when the tier could not be reached.</summary>
    public async ValueTask<bool> TryRemoveAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.ExecuteAsync(static (state, token) => state._tier.RemoveAsync(state.key, token), (_tier, key), cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception);
            return false;
        }
    }

    public async ValueTask<TierStats> ReadStatsAsync(CancellationToken cancellationToken)
    {
        long? count = null;
        try
        {
            count = await _pipeline.ExecuteAsync(static (tier, token) => tier.CountAsync(token), _tier, cancellationToken);
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception);
        }

        var (hits, misses) = (Interlocked.Read(ref _hits), Interlocked.Read(ref _misses));
        return new TierStats(
            RegistryTelemetry.TierName(Name), IsDown || count is null ? "down" : "up", count,
            hits, misses, Interlocked.Read(ref _failures), hits + misses == 0 ? null : (double)hits / (hits + misses));
    }

    // The caller's own cancellation passes through; whatever else a driver throws means that this tier is down, and the read goes on.
    private static bool IsTierFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is TimeoutRejectedException or BrokenCircuitException || !cancellationToken.IsCancellationRequested;

    private void Fail(Exception exception)
    {
        Interlocked.Increment(ref _failures);
        RegistryTelemetry.CountLookup(Name, "failure");
        if (exception is not BrokenCircuitException)
        {
            TierLog.TierSkipped(_logger, Name, exception.Message);
        }
    }
}
