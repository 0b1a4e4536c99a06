namespace NATS.Client.Core;

public delegate ValueTask AsyncEventHandler<in TEventArgs>(object? sender, TEventArgs args);

/// <summary>What happened to a connection; for connection events the message is the server's address.</summary>
public class NatsEventArgs : EventArgs
{
    public NatsEventArgs(string message) => Message = message;

    public string Message { get; }
}

/// <summary>A message for which its subscription had no room.</summary>
public class NatsMessageDroppedEventArgs : NatsEventArgs
{
    public NatsMessageDroppedEventArgs(
        NatsSubBase subscription, int pending, string subject, string? replyTo, NatsHeaders? headers, object? data)
        : base($"Dropped message from {subject} with {pending} pending messages")
    {
        Subscription = subscription;
        Pending = pending;
        Subject = subject;
        ReplyTo = replyTo;
        Headers = headers;
        Data = data;
    }

    public NatsSubBase Subscription { get; }

    /// <summary>Messages that waited to be read at that moment.</summary>
    public int Pending { get; }

    public string Subject { get; }

    public string? ReplyTo { get; }

    public NatsHeaders? Headers { get; }

    public object? Data { get; }
}

/// <summary>A subscription began to lose messages; raised once until it has caught up.</summary>
public class NatsSlowConsumerEventArgs : NatsEventArgs
{
    public NatsSlowConsumerEventArgs(NatsSubBase subscription)
        : base($"Slow consumer detected on subscription {subscription.Subject}") => Subscription = subscription;

    public NatsSubBase Subscription { get; }
}

/// <summary>The server is about to shut down.</summary>
public class NatsLameDuckModeActivatedEventArgs : NatsEventArgs
{
    public NatsLameDuckModeActivatedEventArgs(Uri uri)
        : base("Lame duck mode activated") => Uri = uri;

    public Uri Uri { get; }
}
