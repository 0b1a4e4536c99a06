using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public class NatsJSException : NatsException
{
    public NatsJSException(string message)
        : base(message)
    {
    }

    public NatsJSException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>The server refused an API request; <see cref="Error"/> has its codes.</summary>
public class NatsJSApiException(ApiError error) : NatsJSException(error.Description ?? string.Empty)
{
    public ApiError Error { get; } = error;
}

/// <summary>An API request was not answered in time.</summary>
public class NatsJSApiNoResponseException : NatsJSException
{
    public NatsJSApiNoResponseException()
        : base("No API response received from the server")
    {
    }

    public NatsJSApiNoResponseException(NatsSubEndReason reason)
        : base($"No API response received from the server: {reason}") => Reason = reason;

    public NatsSubEndReason Reason { get; }
}

/// <summary>No stream took the published message, or none acknowledged it in time.</summary>
public class NatsJSPublishNoResponseException() : NatsJSException("No response received from the server")
{
    public static readonly NatsJSPublishNoResponseException Default = new();
}

/// <summary>The message id was published before, as <see cref="Sequence"/>.</summary>
public class NatsJSDuplicateMessageException(ulong sequence) : NatsJSException($"Duplicate of {sequence}")
{
    public ulong Sequence { get; } = sequence;
}

/// <summary>The server ended a pull for good, for instance because the consumer was deleted.</summary>
public class NatsJSProtocolException(int headerCode, NatsHeaders.Messages headerMessage, string headerMessageText)
    : NatsJSException($"JetStream server error: {headerCode} {headerMessageText}")
{
    public int HeaderCode { get; } = headerCode;

    public NatsHeaders.Messages HeaderMessage { get; } = headerMessage;

    public string HeaderMessageText { get; } = headerMessageText;
}
