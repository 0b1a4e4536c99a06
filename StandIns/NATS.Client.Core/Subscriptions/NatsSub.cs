using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>A subscription to messages of one type.</summary>
public sealed class NatsSub<T> : NatsSubBase, INatsSub<T>
{
    internal NatsSub(string subject, string? queueGroup, Channel<NatsMsg<T>> channel)
        : base(subject, queueGroup) => Msgs = channel.Reader;

    public ChannelReader<NatsMsg<T>> Msgs { get; }
}
