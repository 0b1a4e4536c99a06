namespace NATS.Client.JetStream.Models;

public record StreamPurgeRequest
{
    /// <summary>Purges only messages whose subject matches.</summary>
    public string? Filter { get; set; }

    /// <summary>Purges up to, not including, this sequence. Excludes <see cref="Keep"/>.</summary>
    public ulong Seq { get; set; }

    /// <summary>How many of the newest messages stay.</summary>
    public ulong Keep { get; set; }
}

public record StreamPurgeResponse
{
    public bool Success { get; set; }

    public long Purged { get; set; }
}

public record StreamMsgDeleteRequest
{
    public ulong Seq { get; set; }

    /// <summary>Removes the message without overwriting its bytes, which is quicker.</summary>
    public bool NoErase { get; set; }
}

public record StreamMsgDeleteResponse
{
    public bool Success { get; set; }
}

public record StreamMsgGetRequest
{
    public ulong Seq { get; set; }

    public string? LastBySubj { get; set; }

    public string? NextBySubj { get; set; }
}

public record StreamMsgGetResponse
{
    public required StoredMessage Message { get; set; }
}

public record StoredMessage
{
    public required string Subject { get; set; }

    public ulong Seq { get; set; }

    public ReadOnlyMemory<byte> Data { get; set; }

    public required DateTimeOffset Time { get; set; }

    /// <summary>The header block as it went over the wire, in base64.</summary>
    public string? Hdrs { get; set; }
}
