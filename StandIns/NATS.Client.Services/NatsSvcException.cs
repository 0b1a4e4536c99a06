using NATS.Client.Core;

namespace NATS.Client.Services;

public class NatsSvcException(string message) : NatsException(message);

/// <summary>Thrown by a handler, becomes the error reply: code and message as headers, the body as payload.</summary>
public class NatsSvcEndpointException(int code, string message, string? body = default) : NatsException(message)
{
    public int Code { get; } = code;

    public string Body { get; } = body ?? string.Empty;
}
