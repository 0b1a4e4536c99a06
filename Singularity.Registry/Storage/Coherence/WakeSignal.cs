namespace Singularity.Registry.Storage.Coherence;

/// <summary>Wakes one waiting worker; set several times before it looks, one look serves all.</summary>
internal abstract class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Wake()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is due already.
            return;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _set.WaitAsync(cancellationToken);

    /// <summary>Until it is set, or this time has passed.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), enough, atMost, Timeout.InfiniteTimeSpan);
        try
        {
            await _set.WaitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }
    }

    public void Dispose() => _set.Dispose();
}
