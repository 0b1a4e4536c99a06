using System.Text.Json.Serialization;
using NATS.Client.Core;
using NATS.Client.Services.Models;

namespace NATS.Client.Services.Serving;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PingResponse))]
[JsonSerializable(typeof(InfoResponse))]
[JsonSerializable(typeof(StatsResponse))]
internal sealed partial class ServiceJsonContext : JsonSerializerContext
{
    public static INatsSerializer<T> Serializer<T>() => new NatsJsonContextSerializer<T>(Default);
}
