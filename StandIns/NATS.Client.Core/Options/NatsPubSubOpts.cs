using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>Options of one publish; there are none at present.</summary>
public record NatsPubOpts;

/// <summary>When a subscription ends by itself, and how much it holds.</summary>
public record NatsSubOpts
{
    /// <summary>Ends after this many messages.</summary>
    public int? MaxMsgs { get; init; }

    /// <summary>Ends after this time, whatever happens.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Ends if the first message takes longer.</summary>
    public TimeSpan? StartUpTimeout { get; init; }

    /// <summary>Ends if the next message takes longer; counts from the first message if <see cref="StartUpTimeout"/> is set.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Ends at the first empty message, which is not delivered.</summary>
    public bool? StopOnEmptyMsg { get; init; }

    /// <summary>Ends with <see cref="NatsNoRespondersException"/> when the server says that nobody listens.</summary>
    public bool? ThrowIfNoResponders { get; init; }

    public NatsSubChannelOpts? ChannelOpts { get; init; }
}

/// <summary>Room for messages not yet read, if it is to differ from the connection's.</summary>
public record NatsSubChannelOpts
{
    public BoundedChannelFullMode? FullMode { get; init; }

    public int? Capacity { get; init; }
}
