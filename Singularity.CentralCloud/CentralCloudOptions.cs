using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.CentralCloud;

/// <summary>Section <c>CentralCloud</c>.</summary>
internal sealed class CentralCloudOptions
{
    public const string Section = "CentralCloud";

    /// <summary>What answers call this authority, for people: 1 to 200 characters. Default: the host's name.</summary>
    [Required]
    [StringLength(200, MinimumLength = 1)]
    public string Name { get; set; } = Environment.MachineName;

    /// <summary>Whether the command line of this user is told where the bus is; a registry beside it does so otherwise. Default false.</summary>
    public bool TellsBus { get; set; }

    /// <summary>How long a query may take; its caller has answers of its own to go on with. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan QueryDeadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long machines that took turns under one instance id are reported after the last turn. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ConflictWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often promoted patterns are scored anew, since their uses age. Default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan PromotionPass { get; set; } = TimeSpan.FromDays(1);
}

[OptionsValidator]
internal sealed partial class CentralCloudOptionsValidator : IValidateOptions<CentralCloudOptions>;
