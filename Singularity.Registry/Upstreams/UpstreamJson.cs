using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams;

/// <summary>Reads a registry's JSON answer. What is no JSON of that shape is a problem of the registry, told in words that name the usual cause.</summary>
internal static class UpstreamJson
{
    /// <param name="check">What the reader may have set wrong.</param>
    public static async Task<T> ReadAsync<T>(
        UpstreamBody body, UpstreamRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken, string check = "the registry's address")
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The document is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Unreadable(body, request, $"unreadable as JSON at byte {body.Position}", exception, check);
        }
    }

    /// <param name="how">In what way the answer is not what was asked for.</param>
    public static UpstreamException Unreadable(
        UpstreamBody body, UpstreamRequest request, string how, Exception? exception, string check = "the registry's address") => new(
        new UpstreamProblem(
            ErrorCodes.BadUpstream,
            $"{request.RegistryName} answered something else than {request.What} (content type {body.ContentType ?? "unknown"}, {how}). Check {check}, "
            + "and whether a proxy or a login page answers in its place."),
        mayPass: false,
        exception);
}
