using System.Diagnostics.CodeAnalysis;

namespace NATS.Client.Core;

/// <summary>Base of everything that goes wrong between client and server.</summary>
public class NatsException : Exception
{
    public NatsException(string message)
        : base(message)
    {
    }

    public NatsException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>No reply came in time.</summary>
public sealed class NatsNoReplyException : NatsException
{
    public NatsNoReplyException()
        : base("No reply received")
    {
    }
}

/// <summary>The server knows of nobody who listens to the subject.</summary>
public sealed class NatsNoRespondersException : NatsException
{
    public NatsNoRespondersException()
        : base("No responders")
    {
    }
}

/// <summary>The server reported an error.</summary>
public sealed class NatsServerException : NatsException
{
    private static readonly string[] AuthErrors =
    [
        "authorization violation", "user authentication expired", "user authentication revoked", "account authentication expired",
    ];

    [SuppressMessage("Globalization", "CA1308:Normalize strings to uppercase", Justification = "Error is documented to be lower case.")]
    public NatsServerException(string error)
        : base($"Server error: {error}")
    {
        Error = error.ToLowerInvariant();
        IsAuthError = AuthErrors.Any(known => Error.Contains(known, StringComparison.Ordinal));
    }

    /// <summary>The server's text, in lower case.</summary>
    public string Error { get; }

    public bool IsAuthError { get; }
}

/// <summary>The message exceeds the server's limit; it was not sent.</summary>
public sealed class NatsPayloadTooLargeException : NatsException
{
    public NatsPayloadTooLargeException(string error)
        : base(error)
    {
    }
}

/// <summary>The connection has given up for good.</summary>
public sealed class NatsConnectionFailedException : NatsException
{
    public NatsConnectionFailedException(string message)
        : base(message)
    {
    }
}

/// <summary>A command found no room in the output in time.</summary>
public sealed class NatsTimeoutException : NatsException
{
    public NatsTimeoutException()
        : base("Operation timed out")
    {
    }
}

/// <summary>A payload is not what its serializer expects.</summary>
public class NatsDeserializeException : NatsException
{
    public NatsDeserializeException(byte[] rawData, Exception inner)
        : base("Exception during deserialization", inner) => RawData = rawData;

    public byte[] RawData { get; }
}

/// <summary>The header block of a message is malformed.</summary>
public class NatsHeaderParseException : NatsException
{
    public NatsHeaderParseException(byte[] rawData, Exception inner)
        : base("Exception parsing headers", inner) => RawData = rawData;

    public byte[] RawData { get; }
}
