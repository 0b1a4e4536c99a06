namespace NATS.Client.JetStream.Models;

/// <summary>A pull: asks for up to <see cref="Batch"/> messages, answered on the reply subject.</summary>
public record ConsumerGetnextRequest
{
    public TimeSpan Expires { get; set; }

    public long Batch { get; set; }

    public long MaxBytes { get; set; }

    public bool NoWait { get; set; }

    public TimeSpan IdleHeartbeat { get; set; }
}

public enum ConsumerCreateAction
{
    CreateOrUpdate = 0,
    Create = 1,
    Update = 2,
}

internal sealed record ConsumerCreateRequest
{
    public required string StreamName { get; init; }

    public required ConsumerConfig Config { get; init; }

    /// <summary>Servers before 2.10 ignore it and create or update.</summary>
    public ConsumerCreateAction Action { get; init; }
}
