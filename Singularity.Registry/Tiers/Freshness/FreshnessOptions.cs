using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Tiers.Freshness;

/// <summary>Section <c>Freshness</c>: how old an answer may be. Ecosystems may differ: <c>Freshness:Npm:SoftAge</c>.</summary>
internal sealed class FreshnessOptions
{
    public const string Section = "Freshness";

    /// <summary>Older than this an answer is given at once and refreshed behind it. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan SoftAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Older than this the registry is asked first. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan HardAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a read waits for the registry when something older can be served, marked stale; the registry's answer is stored all the same. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long after a refresh that failed the next one waits. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Refreshes at once behind answers. Default 4.</summary>
    [Range(1, 100)]
    public int Refreshes { get; set; } = 4;

    [ValidateObjectMembers]
    public EcosystemFreshness Npm { get; } = new();

    [ValidateObjectMembers]
    public EcosystemFreshness Cargo { get; } = new();

    [ValidateObjectMembers]
    public EcosystemFreshness Hex { get; } = new();

    [ValidateObjectMembers]
    public EcosystemFreshness NuGet { get; } = new();

    [ValidateObjectMembers]
    public EcosystemFreshness PyPI { get; } = new();

    public (TimeSpan Soft, TimeSpan Hard) For(Ecosystem ecosystem)
    {
        var own = ecosystem switch
        {
            Ecosystem.Npm => Npm,
            Ecosystem.Cargo => Cargo,
            Ecosystem.Hex => Hex,
            Ecosystem.NuGet => NuGet,
            _ => PyPI,
        };
        return (own.SoftAge ?? SoftAge, own.HardAge ?? HardAge);
    }
}

/// <summary>What one ecosystem has of its own; null takes what holds for all.</summary>
internal sealed class EcosystemFreshness
{
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan? SoftAge { get; set; }

    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan? HardAge { get; set; }
}

[OptionsValidator]
internal sealed partial class FreshnessOptionsValidator : IValidateOptions<FreshnessOptions>;
