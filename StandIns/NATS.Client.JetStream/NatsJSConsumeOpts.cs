using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Consuming without end. Exactly one of <see cref="MaxMsgs"/> and <see cref="MaxBytes"/> is set.</summary>
public record NatsJSConsumeOpts
{
    public int? MaxMsgs { get; init; }

    public int? MaxBytes { get; init; }

    /// <summary>Pulls more when no more than this many messages are on their way; default half of <see cref="MaxMsgs"/>.</summary>
    public int? ThresholdMsgs { get; init; }

    public int? ThresholdBytes { get; init; }

    /// <summary>How long a pull stands; at least one second, default 30 s.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>How often the server shows that it is there; 0.5 to 30 s, default half of <see cref="Expires"/>.</summary>
    public TimeSpan? IdleHeartbeat { get; init; }

    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }

    /// <summary>After so many pulls in a row that no consumer took, consuming fails; default 10, not positive for never.</summary>
    public int MaxConsecutive503Errors { get; init; } = 10;
}

/// <summary>Fetching one batch. Exactly one of <see cref="MaxMsgs"/> and <see cref="MaxBytes"/> is set.</summary>
public record NatsJSFetchOpts
{
    public int? MaxMsgs { get; init; }

    public int? MaxBytes { get; init; }

    /// <summary>How long to wait for a full batch; at least one second, default 30 s.</summary>
    public TimeSpan? Expires { get; init; }

    public TimeSpan? IdleHeartbeat { get; init; }

    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }
}

public record NatsJSNextOpts
{
    /// <summary>How long to wait for a message; at least one second, default 30 s.</summary>
    public TimeSpan? Expires { get; init; }

    public TimeSpan? IdleHeartbeat { get; init; }

    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }
}

public record NatsJSOrderedConsumerOpts
{
    public static readonly NatsJSOrderedConsumerOpts Default = new();

    public string[] FilterSubjects { get; init; } = [];

    public ConsumerConfigDeliverPolicy DeliverPolicy { get; init; }

    public ulong OptStartSeq { get; init; }

    public DateTimeOffset OptStartTime { get; init; }

    public ConsumerConfigReplayPolicy ReplayPolicy { get; init; }

    /// <summary>How long the server keeps a consumer that nobody pulls from; default five minutes.</summary>
    public TimeSpan InactiveThreshold { get; init; } = TimeSpan.FromMinutes(5);

    public bool HeadersOnly { get; init; }

    /// <summary>How often a lost consumer is made anew in a row; default -1, without end.</summary>
    public int MaxResetAttempts { get; init; } = -1;
}
