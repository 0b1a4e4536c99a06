namespace Singularity.Registry.Storage.Coherence;

/// <summary>Tells <see cref="Reconciler"/> that a copy somewhere was not brought up to a write.</summary>
internal sealed class ReconcileSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // A round is due already.
            return;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _wake.WaitAsync(cancellationToken);

    public void Dispose() => _wake.Dispose();
}
