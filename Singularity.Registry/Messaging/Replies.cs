using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>Answers of the endpoints: JSON in bytes, or an error that is safe to show.</summary>
internal static class Replies
{
    public static ServiceReply<byte[]> From<T>(T answer, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(answer, type);

    public static ServiceReply<byte[]> BadRequest(string message) => new ServiceReply<byte[]>.Failed(ErrorCodes.BadRequest, message);
}
