namespace Singularity.Api.Knowledge;

/// <summary>Wakes one waiter; set while nobody waits, the next wait ends at once. Setting it twice is setting it once.</summary>
internal sealed class Signal(TimeProvider time)
{
    private TaskCompletionSource _next = New();

    public void Set() => Volatile.Read(ref _next).TrySetResult();

    /// <returns>False when the time was over before.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var mine = Volatile.Read(ref _next);
        try
        {
            await mine.Task.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        // Before the waiter looks at what it was woken for, so that nothing set from now on is lost.
        Volatile.Write(ref _next, New());
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
