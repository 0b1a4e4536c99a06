using System.Collections.Concurrent;

namespace Singularity.Registry.Collecting;

/// <summary>
/// Runs the work of one key once for all who ask while it runs. The work has its own life: it is cancelled only when the service stops, so one
/// caller's time-out does not take the answer from the others. The first caller begins it, until it waits for something for the first time.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>(IHostApplicationLifetime lifetime)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _running = new();

    public Task<TResult> RunAsync(TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var flight = _running.GetOrAdd(key, static (key, state) => new Lazy<Task<TResult>>(() => state.Owner.FlyAsync(key, state.work)), (Owner: this, work));
        return flight.Value.WaitAsync(cancellationToken);
    }

    private async Task<TResult> FlyAsync(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            return await work(lifetime.ApplicationStopping);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
