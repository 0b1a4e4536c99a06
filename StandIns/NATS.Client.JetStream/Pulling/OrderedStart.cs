using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Pulling;

/// <summary>What an ordered consumer begins with, each time it is made.</summary>
internal sealed record OrderedStart
{
    public required string Stream { get; init; }

    public required string[] FilterSubjects { get; init; }

    public ConsumerConfigDeliverPolicy DeliverPolicy { get; init; }

    public ulong OptStartSeq { get; init; }

    public DateTimeOffset OptStartTime { get; init; }

    public ConsumerConfigReplayPolicy ReplayPolicy { get; init; }

    public bool HeadersOnly { get; init; }

    public TimeSpan InactiveThreshold { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a lost consumer is made anew in a row; negative for without end.</summary>
    public int MaxResetAttempts { get; init; } = -1;

    /// <summary>Waits for a stream that is gone to come back, and begins anew in one that was made anew.</summary>
    public bool OutlivesStream { get; init; }

    /// <param name="after">The last stream sequence that was seen; 0 for none.</param>
    public ConsumerConfig ToConfig(string name, ulong after) => new()
    {
        Name = name,
        DeliverPolicy = after > 0 ? ConsumerConfigDeliverPolicy.ByStartSequence : DeliverPolicy,
        OptStartSeq = after > 0 ? after + 1 : OptStartSeq,
        OptStartTime = after > 0 ? default : OptStartTime,
        AckPolicy = ConsumerConfigAckPolicy.None,
        ReplayPolicy = ReplayPolicy,
        HeadersOnly = HeadersOnly,
        InactiveThreshold = InactiveThreshold,
        NumReplicas = 1,
        MemStorage = true,

        // Servers before 2.10 know one filter only, under its own name.
        FilterSubject = FilterSubjects is [var only] ? only : null,
        FilterSubjects = FilterSubjects.Length > 1 ? FilterSubjects : null,
    };
}
