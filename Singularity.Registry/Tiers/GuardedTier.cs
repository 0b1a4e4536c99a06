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
    private readonly TimeSpan _deadline;
    private readonly ResiliencePipeline _breaker;
    private readonly ResiliencePipeline _pipeline;
    private readonly TierCounters _counters;
    private readonly TimeProvider _timeProvider;

    public GuardedTier(IPackageTier tier, TimeSpan deadline, TimeSpan breakDuration, TimeProvider timeProvider, ILogger logger)
    {
        _tier = tier;
        _logger = logger;
        _timeProvider = timeProvider;
        _deadline = deadline;
        _counters = new TierCounters(tier.Name);
        RegistryTelemetry.ObserveBreaker(tier.Name, () => _state.CircuitState switch
        {
            CircuitState.Closed => 0,
            CircuitState.HalfOpen => 1,
            _ => 2,
        });
        _breaker = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = breakDuration,
                StateProvider = _state,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(static e => e is not OperationCanceledException),
            })
            .Build();
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }.AddPipeline(_breaker).AddTimeout(deadline).Build();
    }

    public ServedBy Name => _tier.Name;

    /// <summary>
    /// False while the tier's copies may be older than the truth: then they count only where the truth does not answer. True unless someone says otherwise.
    /// </summary>
    public bool IsTrusted { get; set; } = true;

    /// <summary>False for a tier that only takes copies; see <see cref="TierOptions.Order"/>.</summary>
    public bool IsRead { get; init; } = true;

    public bool IsDown => _state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Null on a miss and when the tier cannot answer; Failed tells which.</summary>
    public async ValueTask<(PackageEntry? Entry, bool Failed)> FindAsync(string key, CancellationToken cancellationToken)
    {
        using var activity = RegistryTelemetry.Source.StartActivity(RegistryTelemetry.TierSpan(Name));
        var started = RegistryTelemetry.StartLookup(_timeProvider);
        try
        {
            var entry = _tier is IBlockingTier blocking
                ? await AsideLookup.StartAsync(blocking, key, _breaker, _deadline, _timeProvider, cancellationToken)
                : await _pipeline.ExecuteAsync(static (state, token) => state._tier.FindAsync(state.key, token), (_tier, key), cancellationToken);
            _counters.Answered(entry is { IsMarker: false }, started, _timeProvider);
            activity?.SetTag("singularity.hit", entry is { IsMarker: false });
            return (entry, false);
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception is TimeoutException late && _tier is IBlockingTier ? Report(late) : exception);
            return (null, true);
        }
    }

    /// <summary>Stores; a failure degrades this tier only. False when the tier could not be reached.</summary>
    public ValueTask<bool> TryStoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken) =>
        TryChangeAsync(static (state, token) => state._tier.StoreAsync(state.key, state.entry, token), (_tier, key, entry), cancellationToken);

    /// <summary>As <see cref="IPackageTier.CopyAsync"/>; false when the tier could not be reached.</summary>
    public ValueTask<bool> TryCopyAsync(string key, PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken) =>
        TryChangeAsync(
            static (state, token) => state._tier.CopyAsync(state.key, state.entry, state.isCurrent, token), (_tier, key, entry, isCurrent), cancellationToken);

    /// <summary>Removes the key; false when the tier could not be reached.</summary>
    public ValueTask<bool> TryRemoveAsync(string key, CancellationToken cancellationToken) =>
        TryChangeAsync(static (state, token) => state._tier.RemoveAsync(state.key, token), (_tier, key), cancellationToken);

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

        return _counters.Read(IsDown || count is null ? "down" : IsRead ? "up" : "not read", count);
    }

    private async ValueTask<bool> TryChangeAsync<TState>(
        Func<TState, CancellationToken, ValueTask> change, TState state, CancellationToken cancellationToken)
    {
        try
        {
            await _pipeline.ExecuteAsync(change, state, cancellationToken);
            return true;
        }
        catch (Exception exception) when (IsTierFailure(exception, cancellationToken))
        {
            Fail(exception);
            return false;
        }
    }

    // The breaker hears of it now: what was left behind may take much longer to end.
    private Exception Report(TimeoutException exception)
    {
        try
        {
            _breaker.Execute(static (TimeoutException late) => throw late, exception);
            return exception;
        }
        catch (Exception heard) when (heard is TimeoutException or BrokenCircuitException)
        {
            return heard;
        }
    }

    // The caller's own cancellation passes through; whatever else a driver throws means that this tier is down, and the read goes on.
    private static bool IsTierFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is TimeoutRejectedException or BrokenCircuitException || !cancellationToken.IsCancellationRequested;

    private void Fail(Exception exception)
    {
        _counters.Failed();
        if (exception is not BrokenCircuitException)
        {
            TierLog.TierSkipped(_logger, Name, exception.Message);
        }
    }
}
