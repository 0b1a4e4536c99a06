using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>A stream as the server is asked to keep it. Zero means unlimited, or the server's default.</summary>
public record StreamConfig
{
    public StreamConfig()
    {
    }

    public StreamConfig(string name, ICollection<string> subjects)
    {
        Name = name;
        Subjects = subjects;
    }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public ICollection<string>? Subjects { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public StreamConfigRetention Retention { get; set; }

    public int MaxConsumers { get; set; }

    public long MaxMsgs { get; set; }

    public long MaxMsgsPerSubject { get; set; }

    public long MaxBytes { get; set; }

    public TimeSpan MaxAge { get; set; }

    public int MaxMsgSize { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public StreamConfigStorage Storage { get; set; }

    public StreamConfigCompression Compression { get; set; }

    public int NumReplicas { get; set; }

    public bool NoAck { get; set; }

    public StreamConfigDiscard Discard { get; set; }

    /// <summary>How long message ids are remembered; the server's default is two minutes.</summary>
    public TimeSpan DuplicateWindow { get; set; }

    public bool Sealed { get; set; }

    public bool DenyDelete { get; set; }

    public bool DenyPurge { get; set; }

    public bool AllowRollupHdrs { get; set; }

    public bool AllowDirect { get; set; }

    public bool DiscardNewPerSubject { get; set; }

    public bool AllowMsgTTL { get; set; }

    public TimeSpan SubjectDeleteMarkerTTL { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }
}

public enum StreamConfigRetention
{
    Limits = 0,
    Interest = 1,
    Workqueue = 2,
}

public enum StreamConfigStorage
{
    File = 0,
    Memory = 1,
}

public enum StreamConfigCompression
{
    None = 0,
    S2 = 1,
}

public enum StreamConfigDiscard
{
    Old = 0,
    New = 1,
}
