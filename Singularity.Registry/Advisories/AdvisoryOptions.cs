using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Advisories;

/// <summary>Section <c>Advisories</c>.</summary>
internal sealed class AdvisoryOptions
{
    public const string Section = "Advisories";

    /// <summary>
    /// Base address of an OSV API, such as https://osv.example.org/: asked about each package that is collected. Default: none; then only loaded dumps
    /// tell about vulnerabilities.
    /// </summary>
    [RegularExpression(
        "https?://[^@?#]+", MatchTimeoutInMilliseconds = 1000, ErrorMessage = "Advisories:Api must be an http or https address without user, query or fragment.")]
    public string? Api { get; set; }

    /// <summary>How long an answer of the API holds before it is asked about the same package again. Default: 6 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ApiAge { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The longest that a collect waits for the API. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan ApiDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the API is left alone after it failed. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ApiPause { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class AdvisoryOptionsValidator : IValidateOptions<AdvisoryOptions>;
