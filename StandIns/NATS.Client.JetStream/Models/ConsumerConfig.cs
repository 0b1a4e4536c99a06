using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>A consumer as the server is asked to keep it. Zero means the server's default.</summary>
public record ConsumerConfig
{
    public ConsumerConfig()
    {
    }

    /// <summary>A durable consumer of this name.</summary>
    public ConsumerConfig(string name)
    {
        Name = name;
        DurableName = name;
    }

    public string? Name { get; set; }

    public string? DurableName { get; set; }

    public string? Description { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigDeliverPolicy DeliverPolicy { get; set; }

    public ulong OptStartSeq { get; set; }

    public DateTimeOffset OptStartTime { get; set; }

    // The server takes a missing policy for "none", so it is always written.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigAckPolicy AckPolicy { get; set; }

    /// <summary>How long the server waits for an acknowledgement; its default is 30 seconds.</summary>
    public TimeSpan AckWait { get; set; }

    /// <summary>How often a message is delivered at most; the server's default is without end.</summary>
    public long MaxDeliver { get; set; }

    /// <summary>Waits between redeliveries after a missed <see cref="AckWait"/>; needs a larger <see cref="MaxDeliver"/>.</summary>
    public ICollection<TimeSpan>? Backoff { get; set; }

    public string? FilterSubject { get; set; }

    /// <summary>Several filters; servers before 2.10 know only <see cref="FilterSubject"/>.</summary>
    public ICollection<string>? FilterSubjects { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ConsumerConfigReplayPolicy ReplayPolicy { get; set; }

    public string? SampleFreq { get; set; }

    public long MaxAckPending { get; set; }

    public long MaxWaiting { get; set; }

    public bool HeadersOnly { get; set; }

    public int MaxBatch { get; set; }

    public TimeSpan MaxExpires { get; set; }

    public long MaxBytes { get; set; }

    /// <summary>Unused for this long, a consumer without a durable name is removed; the server's default is five seconds.</summary>
    public TimeSpan InactiveThreshold { get; set; }

    public long NumReplicas { get; set; }

    public bool MemStorage { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }
}

public enum ConsumerConfigDeliverPolicy
{
    All = 0,
    Last = 1,
    New = 2,
    ByStartSequence = 3,
    ByStartTime = 4,
    LastPerSubject = 5,
}

public enum ConsumerConfigAckPolicy
{
    Explicit = 0,
    All = 1,
    None = 2,
}

public enum ConsumerConfigReplayPolicy
{
    Instant = 0,
    Original = 1,
}
