using Polly;

namespace Singularity.Registry.Tiers;

/// <summary>
/// One look-up of a tier that holds its thread, on a thread of the pool that is left behind when it takes too long. Work item, promise and deadline are one object: as
/// three they cost as much as an embedded file takes to find a record.
/// </summary>
internal sealed class AsideLookup : TaskCompletionSource<PackageEntry?>, IThreadPoolWorkItem
{
    private readonly IBlockingTier _tier;
    private readonly string _key;
    private readonly ResiliencePipeline _breaker;
    private readonly ITimer _late;
    private readonly CancellationTokenRegistration _givenUp;

    private AsideLookup(IBlockingTier tier, string key, ResiliencePipeline breaker, TimeSpan deadline, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        (_tier, _key, _breaker) = (tier, key, breaker);
        _late = timeProvider.CreateTimer(static state => ((AsideLookup)state!).TrySetException(new TimeoutException()), this, deadline, Timeout.InfiniteTimeSpan);
        _givenUp = cancellationToken.UnsafeRegister(static (state, token) => ((AsideLookup)state!).TrySetCanceled(token), this);
    }

    /// <summary>Fails with a <see cref="TimeoutException"/> at the deadline, and with what the tier or the breaker throws.</summary>
    /// <param name="breaker">Without a deadline of its own. It runs through on the other thread, since its layers cost more than the look-up when they wait.</param>
    public static Task<PackageEntry?> StartAsync(
        IBlockingTier tier, string key, ResiliencePipeline breaker, TimeSpan deadline, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var lookup = new AsideLookup(tier, key, breaker, deadline, timeProvider, cancellationToken);
        ThreadPool.UnsafeQueueUserWorkItem(lookup, preferLocal: true);
        return lookup.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        PackageEntry? entry;
        try
        {
            entry = _breaker.Execute(static lookup => lookup._tier.Find(lookup._key), this);
        }
#pragma warning disable CA1031 // Whatever it is, it is for whoever waits; when nobody does any more the breaker has heard it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            End();
            TrySetException(exception);
            return;
        }

        End();
        TrySetResult(entry);
    }

    private void End()
    {
        _late.Dispose();
        _givenUp.Unregister();
    }
}
