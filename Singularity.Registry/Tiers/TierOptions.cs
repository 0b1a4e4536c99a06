using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Tiers;

/// <summary>Section <c>Tiers</c>.</summary>
internal sealed class TierOptions
{
    public const string Section = "Tiers";

    /// <summary>Bytes of records that the near cache in process memory may hold. Default 64 MiB.</summary>
    [Range(0, 8L * 1024 * 1024 * 1024)]
    public long MemoryBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>How long the near cache keeps a record. Default 10 minutes; updates and deletions elsewhere remove it at once.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MemoryAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an unknown package is answered "not found" without asking the registry again. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan NegativeAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Age after which JetStream KV drops a record. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan KvAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest that a read waits for JetStream KV before it goes on to the next tier. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan KvDeadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that a read waits for the embedded file. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan EmbeddedDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a read waits for PostgreSQL. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PostgresDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a tier that failed is skipped before it is tried again. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class TierOptionsValidator : IValidateOptions<TierOptions>;
