using System.Text.Json;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Fields of documents that many servers write, each in its own way: a value of another shape than documented counts as absent.</summary>
internal static class NuGetFields
{
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static string? Text(this JsonElement element, string name) => element.Field(name).AsText();

    /// <summary>Null for anything but a text, for an empty one, and for one that is no Unicode.</summary>
    public static string? AsText(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text.Replace('\0', '\uFFFD') : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    public static IEnumerable<JsonElement> Elements(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of an array, or the words of one text.</summary>
    public static IReadOnlyList<string> Words(this JsonElement element, string name) =>
        element.Text(name) is { } text
            ? text.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. element.Elements(name).Select(AsText).OfType<string>()];

    /// <summary>An absolute web address without user information.</summary>
    public static Uri? Address(this JsonElement element, string name) =>
        Uri.TryCreate(element.Text(name), UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? UpstreamUrl.WithoutUserInfo(url) : null;
}
