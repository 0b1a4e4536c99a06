using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.ServiceDefaults.Http;

/// <summary>How HTTP clients behave towards a slow or failing server; section <c>Http:Resilience</c>.</summary>
public sealed class HttpResilienceOptions
{
    public const string Section = "Http:Resilience";

    /// <summary>For one attempt, up to the response headers. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For all attempts and the waits between them. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first, of idempotent requests only. Default 2.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>The first wait, doubled for each further one, with jitter. Default 200 ms. A Retry-After in the answer wins.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest Retry-After that is waited for; a longer one is the caller's to see. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The share of failures, 0 to 1, at which requests to a server stop for a while. Default 0.5.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Requests seen within <see cref="BreakerSampling"/> before that share counts. Default 10.</summary>
    [Range(2, 100_000)]
    public int BreakerMinimumRequests { get; set; } = 10;

    /// <summary>The window over which failures are counted. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00")]
    public TimeSpan BreakerSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests stop. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00")]
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class ValidateHttpResilienceOptions : IValidateOptions<HttpResilienceOptions>;
