using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A subscription to messages of one type.</summary>
public sealed class NatsSub<T> : NatsSubBase, INatsSub<T>
{
    private readonly Channel<NatsMsg<T>> _channel;
    private readonly INatsDeserialize<T> _serializer;

    internal NatsSub(
        NatsConnection connection, string subject, string? queueGroup, INatsDeserialize<T> serializer, NatsSubOpts? opts,
        CancellationToken cancellationToken)
        : base(connection, subject, queueGroup, opts, cancellationToken)
    {
        _serializer = serializer;
        var channelOptions = new BoundedChannelOptions(opts?.ChannelOpts?.Capacity ?? connection.Opts.SubPendingChannelCapacity)
        {
            FullMode = opts?.ChannelOpts?.FullMode ?? connection.Opts.SubPendingChannelFullMode,
            SingleWriter = true,
        };
        _channel = Channel.CreateBounded<NatsMsg<T>>(channelOptions, OnDropped);
        Msgs = new TracedReader<T>(_channel.Reader);
    }

    public ChannelReader<NatsMsg<T>> Msgs { get; }

    private protected override ValueTask DeliverAsync(in Frame frame)
    {
        var msg = MsgReader.Read(Owner, SubjectOf(frame), QueueGroup, frame, _serializer);
        if (!_channel.Writer.TryWrite(msg))
            return WhenRoomAsync(msg);
        OnDelivered(_channel.Reader.Count);
        return default;
    }

    // Null when the subscription is cancelled before it is fully built.
    private protected override void Complete() => _channel?.Writer.TryComplete();

    private async ValueTask WhenRoomAsync(NatsMsg<T> msg)
    {
        try
        {
            await _channel.Writer.WriteAsync(msg).ConfigureAwait(false);
            OnDelivered(_channel.Reader.Count);
        }
        catch (ChannelClosedException)
        {
            // Unsubscribed meanwhile; messages on their way are of no interest any more.
            msg.Headers?.Activity?.Dispose();
        }
    }

    private void OnDropped(NatsMsg<T> msg)
    {
        msg.Headers?.Activity?.Dispose();
        Owner.OnMessageDropped(this, _channel.Reader.Count, msg);
    }
}
