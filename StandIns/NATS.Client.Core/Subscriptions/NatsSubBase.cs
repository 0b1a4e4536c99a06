namespace NATS.Client.Core;

/// <summary>A subscription, whatever the type of its messages.</summary>
public abstract class NatsSubBase
{
    private protected NatsSubBase(string subject, string? queueGroup)
    {
        Subject = subject;
        QueueGroup = queueGroup;
    }

    public string Subject { get; }

    public string? QueueGroup { get; }

    /// <summary>What the subscription failed with, if it did.</summary>
    public Exception? Exception { get; }

    public NatsSubEndReason EndReason { get; }

    /// <summary>Messages still to come until MaxMsgs; null without that limit.</summary>
    public int? PendingMsgs { get; }

    public ValueTask UnsubscribeAsync() => DisposeAsync();

    public virtual ValueTask DisposeAsync() => default;
}
