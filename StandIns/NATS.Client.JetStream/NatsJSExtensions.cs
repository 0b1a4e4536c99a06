using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public static class NatsJSExtensions
{
    /// <exception cref="NatsJSApiException">The server refused the message.</exception>
    /// <exception cref="NatsJSDuplicateMessageException">Its id was published before.</exception>
    public static void EnsureSuccess(this PubAckResponse ack)
    {
        ArgumentNullException.ThrowIfNull(ack);
        if (ack.Error is { } error) throw new NatsJSApiException(error);
        if (ack.Duplicate) throw new NatsJSDuplicateMessageException(ack.Seq);
    }

    public static bool IsSuccess(this PubAckResponse ack)
    {
        ArgumentNullException.ThrowIfNull(ack);
        return ack is { Error: null, Duplicate: false };
    }
}
