namespace Singularity.Registry.Importing;

/// <summary>Wakes this instance's workers when there may be something to do.</summary>
internal sealed class ImportSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already: one look serves both.
            return;
        }
    }

    public void Dispose() => _set.Dispose();

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
}
