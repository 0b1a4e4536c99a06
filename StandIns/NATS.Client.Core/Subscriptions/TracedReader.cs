using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>Ends a message's receive activity when the message is read.</summary>
internal sealed class TracedReader<T>(ChannelReader<NatsMsg<T>> inner) : ChannelReader<NatsMsg<T>>
{
    public override bool CanCount => inner.CanCount;

    public override bool CanPeek => inner.CanPeek;

    public override int Count => inner.Count;

    public override Task Completion => inner.Completion;

    public override bool TryRead([MaybeNullWhen(false)] out NatsMsg<T> item)
    {
        if (!inner.TryRead(out item))
            return false;
        item.Headers?.Activity?.Dispose();
        return true;
    }

    public override bool TryPeek([MaybeNullWhen(false)] out NatsMsg<T> item) => inner.TryPeek(out item);

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        inner.WaitToReadAsync(cancellationToken);
}
