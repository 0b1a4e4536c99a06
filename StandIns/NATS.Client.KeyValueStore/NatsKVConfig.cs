namespace NATS.Client.KeyValueStore;

/// <summary>A bucket as the server is asked to keep it.</summary>
public record NatsKVConfig
{
    /// <param name="bucket">Letters, digits, dash and underscore.</param>
    public NatsKVConfig(string bucket) => Bucket = bucket;

    public string Bucket { get; init; }

    public string? Description { get; init; }

    /// <summary>In bytes; 0 for no limit.</summary>
    public int MaxValueSize { get; init; }

    /// <summary>How many entries a key keeps: 1, which is the default, to 64.</summary>
    public long History { get; init; }

    /// <summary>How long an entry lives after it was written; zero, the default, for ever.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>Of the whole bucket; 0 for no limit. A write to a full bucket is refused.</summary>
    public long MaxBytes { get; init; }

    public NatsKVStorageType Storage { get; init; }

    /// <summary>Default 1.</summary>
    public int NumberOfReplicas { get; init; }

    /// <summary>Default no; servers before 2.10 ignore it.</summary>
    public bool Compression { get; init; }

    public IDictionary<string, string>? Metadata { get; set; }
}

public enum NatsKVStorageType
{
    File = 0,
    Memory = 1,
}

public static class NatsKVDefaults
{
    public const int MaxHistory = 64;
}
