using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Wire;

/// <summary>What an API request was answered with: a value, or the server's error.</summary>
internal sealed record ApiReply<T>(T? Value, ApiError? Error)
    where T : class
{
    public T EnsureSuccess() => Error is null && Value is not null
        ? Value
        : throw new NatsJSApiException(Error ?? new ApiError { Description = "The server answered with no content" });
}

internal sealed class ApiReplyDeserializer<T> : INatsDeserialize<ApiReply<T>>
    where T : class
{
    public static ApiReplyDeserializer<T> Default { get; } = new();

    public ApiReply<T> Deserialize(in ReadOnlySequence<byte> buffer)
    {
        var context = JetStreamJsonContext.Default;
        var type = (JsonTypeInfo<T>?)context.GetTypeInfo(typeof(T))
            ?? throw new NatsJSException($"{typeof(T)} is not an answer of the JetStream API");

        using var document = JsonDocument.Parse(buffer);
        return document.RootElement.TryGetProperty("error", out var error)
            ? new ApiReply<T>(null, error.Deserialize(context.ApiError))
            : new ApiReply<T>(document.RootElement.Deserialize(type), null);
    }
}
