namespace Singularity.Api.Knowledge.Learning;

/// <summary>Something in this process was written to the outbox.</summary>
internal sealed class OutboxSignal(TimeProvider time)
{
    private readonly Signal _signal = new(time);

    public void Set() => _signal.Set();

    /// <summary>Waits for it, but not longer than this: another process may have written.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _signal.WaitAsync(longest, cancellationToken);
}
