namespace NATS.Client.JetStream.Models;

public record StreamInfo
{
    public StreamConfig Config { get; set; } = new();

    public StreamState State { get; set; } = new();

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Ts { get; set; }
}

public record StreamState
{
    public long Messages { get; set; }

    public long Bytes { get; set; }

    public ulong FirstSeq { get; set; }

    public string? FirstTs { get; set; }

    public ulong LastSeq { get; set; }

    public string? LastTs { get; set; }

    public long NumSubjects { get; set; }

    public long NumDeleted { get; set; }

    public long ConsumerCount { get; set; }

    /// <summary>Messages per subject; filled only when <see cref="StreamInfoRequest.SubjectsFilter"/> asked for it.</summary>
    public IDictionary<string, long>? Subjects { get; set; }
}

public record StreamInfoRequest
{
    public bool DeletedDetails { get; set; }

    public string? SubjectsFilter { get; set; }

    public int Offset { get; set; }
}

public record StreamInfoResponse : StreamInfo
{
    public int Total { get; set; }

    public int Offset { get; set; }

    public int Limit { get; set; }
}
