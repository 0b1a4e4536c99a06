using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>Section <c>Coherence</c>.</summary>
internal sealed class CoherenceOptions
{
    public const string Section = "Coherence";

    /// <summary>How often PostgreSQL is asked for changes that the watch on JetStream KV did not tell of. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class CoherenceOptionsValidator : IValidateOptions<CoherenceOptions>;
