using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace NATS.Client.KeyValueStore;

public class NatsKVException : NatsJSException
{
    public NatsKVException(string message)
        : base(message)
    {
    }

    public NatsKVException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

public class NatsKVKeyNotFoundException() : NatsKVException("Key not found")
{
    public static readonly NatsKVKeyNotFoundException Default = new();
}

/// <summary>The key's newest entry is a delete or purge marker, which has <see cref="Revision"/>.</summary>
public class NatsKVKeyDeletedException(ulong revision) : NatsKVException("Key was deleted")
{
    public ulong Revision { get; } = revision;
}

/// <summary>The key's newest entry is not the one that the write was based on.</summary>
public class NatsKVWrongLastRevisionException(ApiError error) : NatsKVException("Wrong last revision")
{
    public ApiError Error { get; } = error;
}

/// <summary>The key to create is there already.</summary>
public class NatsKVCreateException() : NatsKVException("Can't create entry");
