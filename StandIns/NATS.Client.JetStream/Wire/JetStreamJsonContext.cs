using System.Text.Json;
using System.Text.Json.Serialization;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Wire;

/// <summary>The JSON of the JetStream API: snake case, durations in nanoseconds, defaults left to the server.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters =
    [
        typeof(NanosecondsConverter),
        typeof(UtcTimeConverter),
        typeof(SnakeCaseEnumConverter<StreamConfigRetention>),
        typeof(SnakeCaseEnumConverter<StreamConfigStorage>),
        typeof(SnakeCaseEnumConverter<StreamConfigCompression>),
        typeof(SnakeCaseEnumConverter<StreamConfigDiscard>),
        typeof(SnakeCaseEnumConverter<ConsumerConfigDeliverPolicy>),
        typeof(SnakeCaseEnumConverter<ConsumerConfigAckPolicy>),
        typeof(SnakeCaseEnumConverter<ConsumerConfigReplayPolicy>),
        typeof(SnakeCaseEnumConverter<ConsumerCreateAction>),
    ])]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(PubAckResponse))]
[JsonSerializable(typeof(AccountInfoResponse))]
[JsonSerializable(typeof(StreamConfig))]
[JsonSerializable(typeof(StreamInfo))]
[JsonSerializable(typeof(StreamInfoRequest))]
[JsonSerializable(typeof(StreamInfoResponse))]
[JsonSerializable(typeof(StreamPurgeRequest))]
[JsonSerializable(typeof(StreamPurgeResponse))]
[JsonSerializable(typeof(StreamMsgDeleteRequest))]
[JsonSerializable(typeof(StreamMsgDeleteResponse))]
[JsonSerializable(typeof(StreamMsgGetRequest))]
[JsonSerializable(typeof(StreamMsgGetResponse))]
[JsonSerializable(typeof(StreamNamesRequest))]
[JsonSerializable(typeof(StreamNamesResponse))]
[JsonSerializable(typeof(StreamListRequest))]
[JsonSerializable(typeof(StreamListResponse))]
[JsonSerializable(typeof(ConsumerConfig))]
[JsonSerializable(typeof(ConsumerInfo))]
[JsonSerializable(typeof(ConsumerCreateRequest))]
[JsonSerializable(typeof(ConsumerDeleteResponse))]
[JsonSerializable(typeof(ConsumerGetnextRequest))]
[JsonSerializable(typeof(ConsumerNamesRequest))]
[JsonSerializable(typeof(ConsumerNamesResponse))]
[JsonSerializable(typeof(ConsumerListRequest))]
[JsonSerializable(typeof(ConsumerListResponse))]
internal sealed partial class JetStreamJsonContext : JsonSerializerContext;

internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower)
    where TEnum : struct, Enum;
