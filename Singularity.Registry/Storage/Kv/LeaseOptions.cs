using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Storage.Kv;

/// <summary>Section <c>Leases</c>: one instance at a time asks a registry about a package.</summary>
internal sealed class LeaseOptions
{
    public const string Section = "Leases";

    /// <summary>
    /// How long a lease lasts that is not renewed, which is how long an instance that crashed delays the others; also how long the others believe that a package
    /// does not exist. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Age { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often an instance that waits looks whether the lease is free. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:10")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait for JetStream KV's answer; after it the work is done without a lease. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class LeaseOptionsValidator : IValidateOptions<LeaseOptions>;
