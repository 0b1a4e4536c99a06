using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>Section <c>Embedded</c>.</summary>
internal sealed class EmbeddedOptions
{
    public const string Section = "Embedded";

    /// <summary>The file. Default: <c>package_cache.db</c> in SINGULARITY_HOME.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>How long a file that is locked, or whose disk is full, is left out before it is tried again. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class EmbeddedOptionsValidator : IValidateOptions<EmbeddedOptions>;
