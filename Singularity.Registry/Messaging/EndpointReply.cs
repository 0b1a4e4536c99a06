using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Messaging;

/// <summary>What an endpoint answers: JSON, or an error that is safe to show.</summary>
internal abstract record EndpointReply
{
    private EndpointReply()
    {
    }

    public sealed record Ok(byte[] Json) : EndpointReply;

    /// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="RetryAfter">When asking again makes sense.</param>
    public sealed record Error(int Code, string Message, TimeSpan? RetryAfter = null) : EndpointReply;

    public static EndpointReply From<T>(T answer, JsonTypeInfo<T> type) => new Ok(JsonSerializer.SerializeToUtf8Bytes(answer, type));

    public static EndpointReply BadRequest(string message) => new Error(ErrorCodes.BadRequest, message);
}
