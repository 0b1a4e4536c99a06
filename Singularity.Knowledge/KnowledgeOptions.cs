using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Knowledge;

/// <summary>Section <c>Knowledge</c>.</summary>
public sealed class KnowledgeOptions
{
    public const string Section = "Knowledge";

    /// <summary>The instance that observes in this database: 1 to 64 of A-Z a-z 0-9 - _. Default: none; one is made up and kept in the database.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string? InstanceId { get; set; }

    /// <summary>Share of confidence that uses make. Default: 0.4. The three shares make 1.</summary>
    [Range(0.0, 1.0)]
    public double UsesShare { get; set; } = 0.4;

    /// <summary>Share of confidence that the success rate makes. Default: 0.4.</summary>
    [Range(0.0, 1.0)]
    public double SuccessShare { get; set; } = 0.4;

    /// <summary>Share of confidence that instances make. Default: 0.2.</summary>
    [Range(0.0, 1.0)]
    public double InstancesShare { get; set; } = 0.2;

    /// <summary>So many uses are enough for the whole of their share. Default: 10.</summary>
    [Range(1, 1_000_000)]
    public int EnoughUses { get; set; } = 10;

    /// <summary>So many instances are enough for the whole of their share. Default: 3.</summary>
    [Range(1, 10_000)]
    public int EnoughInstances { get; set; } = 3;

    /// <summary>After so many days a use says half as much about the success rate. Default: 90.</summary>
    [Range(1, 36_500)]
    public int HalfLifeDays { get; set; } = 90;

    /// <summary>Each thing that speaks against a pattern multiplies its confidence by this. Default: 0.7.</summary>
    [Range(0.01, 1.0)]
    public double WeaknessFactor { get; set; } = 0.7;

    /// <summary>Instances that must have used a pattern before it is promoted. Default: 3.</summary>
    [Range(1, 10_000)]
    public int PromotionInstances { get; set; } = 3;

    /// <summary>Uses before a pattern is promoted. Default: 100.</summary>
    [Range(1, 1_000_000_000)]
    public int PromotionUses { get; set; } = 100;

    /// <summary>The lower bound of the success rate with which a pattern is promoted. Default: 0.9.</summary>
    [Range(0.0, 1.0)]
    public double PromotionWilson { get; set; } = 0.9;

    /// <summary>The lower bound below which a promoted pattern is demoted; not above <see cref="PromotionWilson"/>. Default: 0.85.</summary>
    [Range(0.0, 1.0)]
    public double DemotionWilson { get; set; } = 0.85;

    /// <summary>A stamp further ahead of the wall clock than this does not move the hybrid clock. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan MaxClockAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Patterns of one kind whose vectors have a greater cosine than this seem to say the same. Default: 0.92.</summary>
    [Range(0.5, 1.0)]
    public double DuplicateSimilarity { get; set; } = 0.92;

    /// <summary>Share of a hit's relevance that words make, the rest being vectors', when both are there. Default: 0.5.</summary>
    [Range(0.0, 1.0)]
    public double KeywordShare { get; set; } = 0.5;

    /// <summary>How long a query waits for its vector at most; without one it is answered by words alone. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan VectorDeadline { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>For so long queries leave a generator of vectors alone after it failed or was late. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan VectorPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How much confidence weighs in the order of hits: 0 not at all, 1 so that what nobody used comes last. Default: 0.5.</summary>
    [Range(0.0, 1.0)]
    public double ConfidenceShare { get; set; } = 0.5;

    /// <summary>After so long a pattern that an authority answered is asked for again; until then and when nobody answers it is served. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan CacheExpiry { get; set; } = TimeSpan.FromDays(1);

    /// <summary>After so long without being answered again it is forgotten. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan CacheKeep { get; set; } = TimeSpan.FromDays(90);
}

[OptionsValidator]
internal sealed partial class KnowledgeOptionsValidator : IValidateOptions<KnowledgeOptions>;

/// <summary>What concerns more than one option.</summary>
internal sealed class KnowledgeOptionsSums : IValidateOptions<KnowledgeOptions>
{
    public ValidateOptionsResult Validate(string? name, KnowledgeOptions options) =>
        Math.Abs(options.UsesShare + options.SuccessShare + options.InstancesShare - 1) > 1e-9
            ? ValidateOptionsResult.Fail("Knowledge: UsesShare, SuccessShare and InstancesShare make 1 together.")
            : options.DemotionWilson > options.PromotionWilson
                ? ValidateOptionsResult.Fail("Knowledge: DemotionWilson is not above PromotionWilson.")
                : ValidateOptionsResult.Success;
}
