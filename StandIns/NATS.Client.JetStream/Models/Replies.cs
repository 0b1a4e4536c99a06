using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record ApiError
{
    public int Code { get; set; }

    public string? Description { get; set; }

    public int ErrCode { get; set; }
}

/// <summary>The server's word on a published message. See <see cref="NatsJSExtensions.EnsureSuccess"/>.</summary>
public record PubAckResponse
{
    public ApiError? Error { get; set; }

    public string? Stream { get; set; }

    public ulong Seq { get; set; }

    /// <summary>The message id was seen before: nothing was stored, and <see cref="Seq"/> is the first one's.</summary>
    public bool Duplicate { get; set; }

    public string? Domain { get; set; }

    [JsonPropertyName("val")]
    public string? Value { get; set; }
}

public record AccountInfoResponse : AccountStats;

public record AccountStats
{
    public ulong Memory { get; set; }

    public ulong Storage { get; set; }

    public int Streams { get; set; }

    public int Consumers { get; set; }

    public string? Domain { get; set; }

    public AccountLimits Limits { get; set; } = new();

    public ApiStats Api { get; set; } = new();
}

public record AccountLimits
{
    public long MaxMemory { get; set; }

    public long MaxStorage { get; set; }

    public int MaxStreams { get; set; }

    public int MaxConsumers { get; set; }
}

public record ApiStats
{
    public int Level { get; set; }

    public ulong Total { get; set; }

    public ulong Errors { get; set; }
}
