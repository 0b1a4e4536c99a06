using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NATS.Client.Core;

/// <summary>How one connection finds, greets and leaves its servers.</summary>
public sealed record NatsOpts
{
    public static readonly NatsOpts Default = new();

    /// <summary>Server addresses, comma separated. Default <c>nats://localhost:4222</c>. May hold user:password or a token.</summary>
    public string Url { get; init; } = "nats://localhost:4222";

    /// <summary>Name shown in the server's monitoring.</summary>
    public string Name { get; init; } = "NATS .NET Client";

    /// <summary>Whether the server returns this connection's own messages to its subscriptions. Default true.</summary>
    public bool Echo { get; init; } = true;

    /// <summary>Whether the server acknowledges each command. Default false.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether headers are asked for. Default true.</summary>
    public bool Headers { get; init; } = true;

    public NatsAuthOpts AuthOpts { get; init; } = new();

    public NatsTlsOpts TlsOpts { get; init; } = new();

    /// <summary>Serializers for calls that name none. Default: bytes, strings and primitives.</summary>
    public INatsSerializerRegistry SerializerRegistry { get; init; } = NatsDefaultSerializerRegistry.Default;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Bytes that may wait for the socket before publishers wait. Default 65,536.</summary>
    public int WriterBufferSize { get; init; } = 65536;

    /// <summary>Bytes read from the socket at a time. Default 65,536.</summary>
    public int ReaderBufferSize { get; init; } = 65536;

    /// <summary>First token of reply subjects. Default <c>_INBOX</c>.</summary>
    public string InboxPrefix { get; init; } = "_INBOX";

    /// <summary>Whether servers are tried in the order given. Default false: shuffled.</summary>
    public bool NoRandomize { get; init; }

    /// <summary>Time between pings. Default 2 minutes; zero switches them off.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Unanswered pings after which the connection is given up. Default 2.</summary>
    public int MaxPingOut { get; init; } = 2;

    /// <summary>First wait between attempts to reconnect; doubles each time. Default 2 seconds.</summary>
    public TimeSpan ReconnectWaitMin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Random time, up to this, added to each wait. Default 100 milliseconds.</summary>
    public TimeSpan ReconnectJitter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Limit for each step of connecting: socket, greeting, TLS, sign-in. Default 2 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time to wait for a reply. Default 5 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a command may wait for room in the output. Default 5 seconds.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Encoding of header values. Default ASCII.</summary>
    public Encoding HeaderEncoding { get; init; } = Encoding.ASCII;

    /// <summary>Attempts to reconnect before the connection fails. Default -1: without end.</summary>
    public int MaxReconnectRetry { get; init; } = -1;

    /// <summary>Longest wait between attempts to reconnect. Default 5 seconds.</summary>
    public TimeSpan ReconnectWaitMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether to go on after the same sign-in error twice in a row. Default false.</summary>
    public bool IgnoreAuthErrorAbort { get; init; }

    /// <summary>Messages that a subscription holds for its reader. Default 1,024.</summary>
    public int SubPendingChannelCapacity { get; init; } = 1024;

    /// <summary>What happens to a message for which there is no room. Default <see cref="BoundedChannelFullMode.DropNewest"/>.</summary>
    public BoundedChannelFullMode SubPendingChannelFullMode { get; init; } = BoundedChannelFullMode.DropNewest;

    /// <summary>Whether requests report missing responders by exception (shared inbox) or in the message (direct).</summary>
    public NatsRequestReplyMode RequestReplyMode { get; init; } = NatsRequestReplyMode.SharedInbox;

    /// <summary>Whether the first connect is tried again as a lost one would be. Default false.</summary>
    public bool RetryOnInitialConnect { get; init; }

    /// <summary>Whether <see cref="CommandTimeout"/> also limits the wait of a publish for a connection. Default false.</summary>
    public bool PublishTimeoutOnDisconnected { get; init; }

    /// <summary>Whether subjects go to the server unchecked. Default true.</summary>
    public bool SkipSubjectValidation { get; init; } = true;

    /// <summary>Whether slow subscriptions are kept out of the log. Default false.</summary>
    public bool SuppressSlowConsumerWarnings { get; init; }
}

/// <summary>How replies find their requests.</summary>
public enum NatsRequestReplyMode
{
    SharedInbox,
    Direct,
}
