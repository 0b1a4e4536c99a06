using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>Runs event handlers one after the other, away from the threads that read and write.</summary>
internal sealed class EventPump
{
    private readonly Channel<Func<Task>> _queue = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ILogger _logger;

    public EventPump(ILogger logger)
    {
        _logger = logger;
        _ = Task.Run(RunAsync);
    }

    public void Raise<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is null)
            return;
        foreach (var handler in handlers.GetInvocationList().Cast<AsyncEventHandler<TArgs>>())
            _queue.Writer.TryWrite(() => handler(sender, args).AsTask());
    }

    public void Complete() => _queue.Writer.TryComplete();

    private async Task RunAsync()
    {
        await foreach (var handler in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await handler().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // One handler's failure, of whatever kind, must not keep the others from running.
            catch (Exception e)
#pragma warning restore CA1031
            {
                NatsLog.EventHandlerFailed(_logger, e);
            }
        }
    }
}
