using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Tiers;

/// <summary>Section <c>Tiers</c>.</summary>
internal sealed class TierOptions
{
    public const string Section = "Tiers";

    /// <summary>
    /// The tiers in the order in which they are asked, of memory, kv, embedded and postgres; one that is left out is not read, and copies are kept in it all the same.
    /// The near cache comes first or not at all, and PostgreSQL, the truth, is always among them. Default "memory, kv, embedded, postgres".
    /// </summary>
    [RegularExpression("^(memory, *)?((kv|embedded|postgres)(, *|$)){1,3}$", ErrorMessage = "Tiers:Order names memory (first or not at all), kv, embedded and postgres, with commas between them.")]
    public string Order { get; set; } = "memory, kv, embedded, postgres";

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

    /// <summary><see cref="Order"/>, taken apart.</summary>
    public IReadOnlyList<string> ReadOrder() => Order.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How long a tier that failed is skipped before it is tried again. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>What no attribute can say.</summary>
internal sealed class TierOrderValidator : IValidateOptions<TierOptions>
{
    public ValidateOptionsResult Validate(string? name, TierOptions options)
    {
        var order = options.ReadOrder();
        return order.Distinct(StringComparer.Ordinal).Count() == order.Count && order.Contains("postgres")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Tiers:Order is '{options.Order}', but it names each tier once and postgres, the truth, among them.");
    }
}

[OptionsValidator]
internal sealed partial class TierOptionsValidator : IValidateOptions<TierOptions>;
