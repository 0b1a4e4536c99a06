using System.Diagnostics;

namespace NATS.Client.Core;

/// <summary>
/// The one way out to the server. Commands gather in a buffer under a short lock; one flusher at a time writes what has gathered.
/// Commands that were not yet handed to a socket outlive it and go to the next; a chunk on which a socket failed is not sent again.
/// </summary>
internal sealed class Output(int limit) : IThreadPoolWorkItem
{
    // A lone command leaves on its caller's thread, which saves a switch; within a burst the pool gathers the others into chunks.
    private static readonly long BurstTicks = Stopwatch.Frequency / 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource?> _pings = new();
    private CommandBuffer _gathering = new();
    private CommandBuffer _sending = new();
    private Stream? _stream;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _idle;
    private bool _flushing;
    private bool _closed;
    private long _lastAlone;

    /// <summary>False if the message has to wait for room.</summary>
    public bool TryPublish(string subject, string? replyTo, Scratch message)
    {
        bool flush;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(NatsConnection));
            if (_gathering.Count > 0 && _gathering.Count + message.Count > limit)
                return false;
            _gathering.Publish(subject, replyTo, message);
            flush = ClaimFlush();
        }

        Flush(flush);
        return true;
    }

    public async ValueTask PublishWhenRoomAsync(
        string subject, string? replyTo, Scratch message, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            while (!TryPublish(subject, replyTo, message))
            {
                var left = timeout - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
                    throw new NatsTimeoutException();
                await Room().WaitAsync(timeout == Timeout.InfiniteTimeSpan ? timeout : left, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            throw new NatsTimeoutException();
        }
        finally
        {
            message.Return();
        }
    }

    public void Subscribe(int sid, string subject, string? queueGroup, int? maxMsgs) =>
        Control(buffer => buffer.Subscribe(sid, subject, queueGroup, maxMsgs));

    public void Unsubscribe(int sid) => Control(buffer => buffer.Unsubscribe(sid));

    public void Pong() => Control(static buffer => buffer.Pong());

    /// <summary>Asks for a pong; the task completes with it, or is cancelled with the connection.</summary>
    public Task PingAsync()
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Control(buffer =>
        {
            buffer.Ping();
            _pings.Enqueue(answered);
        });
        return answered.Task;
    }

    public void OnPong()
    {
        TaskCompletionSource? answered;
        lock (_gate)
            _pings.TryDequeue(out answered);
        answered?.TrySetResult();
    }

    public void Attach(Stream stream)
    {
        bool flush;
        lock (_gate)
        {
            _stream = stream;
            flush = ClaimFlush();
        }

        Flush(flush);
    }

    public void Detach()
    {
        TaskCompletionSource?[] unanswered;
        lock (_gate)
        {
            _stream = null;
            unanswered = [.. _pings];
            _pings.Clear();
        }

        foreach (var ping in unanswered)
            ping?.TrySetCanceled(CancellationToken.None);
    }

    /// <summary>Accepts nothing more; completes when all that was accepted is with the socket, or there is no socket.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _room?.TrySetResult();
            if (!_flushing)
                return Task.CompletedTask;
            return (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = FlushAsync();

    private void Control(Action<CommandBuffer> write)
    {
        bool flush;
        lock (_gate)
        {
            if (_closed)
                return;
            write(_gathering);
            flush = ClaimFlush();
        }

        Flush(flush);
    }

    private Task Room()
    {
        lock (_gate)
        {
            if (_gathering.Count == 0 || _closed)
                return Task.CompletedTask;
            return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private bool ClaimFlush()
    {
        if (_flushing || _stream is null || _gathering.Count == 0)
            return false;
        return _flushing = true;
    }

    private void Flush(bool claimed)
    {
        if (!claimed)
            return;
        var now = Stopwatch.GetTimestamp();
        var alone = now - _lastAlone > BurstTicks;
        _lastAlone = now;
        if (alone)
            _ = FlushAsync();
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task FlushAsync()
    {
        while (NextChunk() is { } stream)
        {
            try
            {
                await stream.WriteAsync(_sending.Written).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // However the write failed, the stream is of no use; its reader reports why and reconnects, and commands gather until then.
            catch (Exception)
#pragma warning restore CA1031
            {
                Abandon(stream);
            }
        }
    }

    private Stream? NextChunk()
    {
        lock (_gate)
        {
            _sending.Clear();
            if (_stream is null || _gathering.Count == 0)
            {
                _flushing = false;
                _idle?.TrySetResult();
                return null;
            }

            (_gathering, _sending) = (_sending, _gathering);
            _room?.TrySetResult();
            _room = null;
            return _stream;
        }
    }

    private void Abandon(Stream stream)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_stream, stream))
                _stream = null;
        }

        stream.Dispose();
    }
}
