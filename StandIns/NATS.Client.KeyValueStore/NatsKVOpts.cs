namespace NATS.Client.KeyValueStore;

public class NatsKVOpts
{
    public static readonly NatsKVOpts Default = new();

    /// <summary>Whether gets name the key in their subject, so that permissions can be given by key; default no.</summary>
    public bool UseDirectGetApiWithKeysInSubject { get; init; }

    /// <summary>Whether a cancelled watch throws instead of ending; default yes.</summary>
    public bool WatcherThrowOnCancellation { get; init; } = true;
}

public record NatsKVDeleteOpts
{
    /// <summary>Whether the key's history goes too; default no.</summary>
    public bool Purge { get; init; }

    /// <summary>The revision that the newest entry must have; 0 for any.</summary>
    public ulong Revision { get; init; }
}

public record NatsKVPurgeOpts
{
    public static readonly NatsKVPurgeOpts Default = new() { DeleteMarkersThreshold = TimeSpan.FromMinutes(30) };

    /// <summary>Younger delete markers stay.</summary>
    public TimeSpan DeleteMarkersThreshold { get; init; }
}

/// <summary>What a watch tells: as a default the newest entry of each key, then every change.</summary>
public record NatsKVWatchOpts
{
    public static readonly NatsKVWatchOpts Default = new();

    /// <summary>How often the server shows that it is there; default 5 s.</summary>
    public TimeSpan IdleHeartbeat { get; init; } = TimeSpan.FromSeconds(5);

    public bool IgnoreDeletes { get; init; }

    /// <summary>Begins with every entry that the bucket keeps.</summary>
    public bool IncludeHistory { get; init; }

    /// <summary>Begins with the next change.</summary>
    public bool UpdatesOnly { get; init; }

    /// <summary>Leaves the values out.</summary>
    public bool MetaOnly { get; init; }

    /// <summary>Asked when there is nothing, or nothing more, to begin with; true ends the watch.</summary>
    public Func<CancellationToken, ValueTask<bool>>? OnNoData { get; init; }

    /// <summary>Begins at this revision; 0 for not.</summary>
    public ulong ResumeAtRevision { get; init; }

    internal NatsKVWatchOpts Checked() => this switch
    {
        { ResumeAtRevision: > 0, IncludeHistory: true } or { ResumeAtRevision: > 0, UpdatesOnly: true } =>
            throw new InvalidOperationException("IncludeHistory and UpdatesOnly are only valid when ResumeAtRevision is not set."),
        { IncludeHistory: true, UpdatesOnly: true } =>
            throw new InvalidOperationException("IncludeHistory and UpdatesOnly are mutually exclusive."),
        _ => this,
    };
}
