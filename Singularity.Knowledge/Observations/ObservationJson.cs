using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Observations;

internal static class ObservationJson
{
    // A property that stands twice would be read one way here and another way there.
    private static readonly JsonSerializerOptions Strict = new(SingularityJson.Default.Options) { AllowDuplicateProperties = false };

    public static JsonTypeInfo<Observation> Reading { get; } = (JsonTypeInfo<Observation>)Strict.GetTypeInfo(typeof(Observation));

    public static byte[] Write(Observation observation) => JsonSerializer.SerializeToUtf8Bytes(observation, SingularityJson.Default.Observation);

    public static byte[] Write(Pattern pattern) => JsonSerializer.SerializeToUtf8Bytes(pattern, SingularityJson.Default.Pattern);
}
