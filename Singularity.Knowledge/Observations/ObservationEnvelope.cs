using System.Text.Json;
using System.Text.Json.Serialization;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Observations;

/// <summary>The fields that every schema has, for observations whose rest this version cannot read.</summary>
internal sealed record ObservationEnvelope
{
    public required int Schema { get; init; }

    public required Ulid Id { get; init; }

    public required Ulid PatternId { get; init; }

    public required string InstanceId { get; init; }

    public required HybridTime Stamp { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, AllowDuplicateProperties = false, MaxDepth = 32)]
[JsonSerializable(typeof(ObservationEnvelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
