using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Singularity.Registry.Messaging;

/// <summary>Reads a request, or says what is wrong with it without repeating its bytes.</summary>
internal static class RequestJson
{
    /// <param name="endpoint">As the caller knows it.</param>
    public static bool TryRead<TRequest>(
        string endpoint, ReadOnlySpan<byte> json, JsonTypeInfo<TRequest> type, [NotNullWhen(true)] out TRequest? request, [NotNullWhen(false)] out string? problem)
        where TRequest : class
    {
        try
        {
            request = JsonSerializer.Deserialize(json.IsEmpty ? "{}"u8 : json, type);
            problem = request is null ? $"{endpoint} expects a JSON object." : null;
        }
        catch (JsonException exception)
        {
            var at = exception.Path is { Length: > 1 } path ? $" at {path[..Math.Min(path.Length, 100)]}" : "";
            request = null;
            problem = $"The request is not the JSON that {endpoint} expects{at}.{Known(type)}";
        }

        return request is not null;
    }

    // Where a field that is not known is an error, the caller has to learn which are.
    private static string Known(JsonTypeInfo type) => type.UnmappedMemberHandling is JsonUnmappedMemberHandling.Disallow
        ? $" It knows {string.Join(", ", type.Properties.Select(static property => property.Name))}."
        : "";
}
