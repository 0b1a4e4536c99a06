using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Storage.Coherence;

/// <summary>Section <c>Coherence</c>.</summary>
internal sealed class CoherenceOptions
{
    public const string Section = "Coherence";

    /// <summary>How often PostgreSQL is asked for changes that the watch on JetStream KV did not tell of: the longest time for which a write is not seen
    /// whose writer was killed before it could tell. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(2);
}

[OptionsValidator]
internal sealed partial class CoherenceOptionsValidator : IValidateOptions<CoherenceOptions>;
