using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Registry.Linking;

/// <summary>The files of a link.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ServerSettings))]
[JsonSerializable(typeof(LinkCredentials))]
[JsonSerializable(typeof(AuthorityState))]
[JsonSerializable(typeof(LinkState))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LinkJson : JsonSerializerContext;
