using NATS.Client.Core;

namespace NATS.Client.JetStream;

public record NatsJSOpts
{
    /// <param name="ackOpts">Taken and not looked at: set <see cref="DoubleAck"/>.</param>
    public NatsJSOpts(
        NatsOpts opts,
        string? apiPrefix = default,
        string? domain = default,
        AckOpts? ackOpts = default,
        TimeSpan? requestTimeout = default)
    {
        ArgumentNullException.ThrowIfNull(opts);
        if (apiPrefix is not null && domain is not null)
            throw new NatsJSException("Cannot specify both ApiPrefix and Domain.");

        ApiPrefix = apiPrefix ?? "$JS.API";
        Domain = domain;
        RequestTimeout = requestTimeout ?? opts.RequestTimeout;
    }

    public string ApiPrefix { get; }

    public string? Domain { get; }

    /// <summary>The subject that API requests begin with.</summary>
    public string Prefix => string.IsNullOrEmpty(Domain) ? ApiPrefix : $"$JS.{Domain}.API";

    /// <summary>How long an API request or a publish waits for its answer; default the connection's.</summary>
    public TimeSpan RequestTimeout { get; }

    /// <summary>Whether acknowledging waits for the server's word; default no.</summary>
    public bool DoubleAck { get; init; }

    /// <summary>Default: up to 1000 messages in flight.</summary>
    public NatsJSConsumeOpts DefaultConsumeOpts { get; init; } = new() { MaxMsgs = 1_000 };

    public NatsJSNextOpts DefaultNextOpts { get; init; } = new();
}

public record NatsJSPubOpts : NatsPubOpts
{
    public static readonly NatsJSPubOpts Default = new();

    /// <summary>Published twice within the stream's duplicate window, the second is dropped and answered as duplicate.</summary>
    public string? MsgId { get; init; }

    public string? ExpectedLastMsgId { get; init; }

    public string? ExpectedStream { get; init; }

    public ulong? ExpectedLastSequence { get; init; }

    public ulong? ExpectedLastSubjectSequence { get; init; }

    public string? ExpectedLastSubjectSequenceSubject { get; init; }

    /// <summary>Default 250 ms.</summary>
    public TimeSpan RetryWaitBetweenAttempts { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the message is sent at most while no stream listens; default 1.</summary>
    public int RetryAttempts { get; init; } = 1;
}
