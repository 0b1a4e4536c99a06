using System.Diagnostics.CodeAnalysis;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>Requests that a service has taken on: at most so many, at most so many of them worked on at once, and a way to wait for their end.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Its wait handle is never used; late leavers release it.")]
internal sealed class ServiceLoad(ServiceOptions options)
{
    private readonly int _limit = options.Concurrency + options.Waiting;
    private readonly SemaphoreSlim _turns = new(options.Concurrency);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private volatile bool _closed;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when it is full. Whoever enters takes a turn, and leaves.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= _limit)
        {
            return true;
        }

        End();
        return false;
    }

    /// <summary>True when the request may be worked on at once.</summary>
    public bool TryTakeTurn() => _turns.Wait(0);

    /// <summary>Waits, in order, until the request may be worked on.</summary>
    public Task TakeTurnAsync() => _turns.WaitAsync();

    public void Leave()
    {
        _turns.Release();
        End();
    }

    /// <summary>Completes when all that has entered has left; call it once nothing enters any more.</summary>
    public Task EndAsync()
    {
        _closed = true;
        if (Count == 0)
        {
            _ended.TrySetResult();
        }

        return _ended.Task;
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _closed)
        {
            _ended.TrySetResult();
        }
    }
}
