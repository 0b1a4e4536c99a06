using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Knowledge;

/// <summary>Section <c>Patterns</c>: learned patterns beside packages.</summary>
internal sealed class PatternJoinOptions
{
    public const string Section = "Patterns";

    /// <summary>The longest that the answer about one package waits for the patterns that were asked for with it. Default: 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest that the answer of a search waits for patterns. Default: 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan SearchDeadline { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long PostgreSQL is not asked for patterns after it failed or was late. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long searches take it as known whether there are patterns about packages at all. Default: 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PresenceAge { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often all packages that patterns cite are held against their stored versions, for patterns that came after the versions; a package that is collected is
    /// at once. Default: 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "30.00:00:00")]
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromHours(1);
}

[OptionsValidator]
internal sealed partial class PatternJoinOptionsValidator : IValidateOptions<PatternJoinOptions>;
