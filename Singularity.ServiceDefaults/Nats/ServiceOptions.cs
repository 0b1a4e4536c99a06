using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.ServiceDefaults.Nats;

/// <summary>How much a micro-service takes on; section <c>Service</c>.</summary>
public sealed class ServiceOptions
{
    public const string Section = "Service";

    /// <summary>Requests worked on at once; those of endpoints that answer promptly have as many places of their own. Default 128.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 128;

    /// <summary>Further requests that wait for their turn, in order; beyond them, callers are told at once that the service is busy. Default 1,024.</summary>
    [Range(0, 1_000_000)]
    public int Waiting { get; set; } = 1_024;

    /// <summary>When a caller that was turned away is asked to come back. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan BusyRetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may go on when the service stops; after it they are cancelled. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class ServiceOptionsValidator : IValidateOptions<ServiceOptions>;
