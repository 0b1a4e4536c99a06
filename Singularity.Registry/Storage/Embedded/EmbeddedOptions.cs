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
}

[OptionsValidator]
internal sealed partial class EmbeddedOptionsValidator : IValidateOptions<EmbeddedOptions>;
