using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>
/// Fifteen years of publishers have written every field in every shape: a value of another shape than expected counts as absent, it does
/// not make the whole document unreadable. Values are skipped with TrySkip, which always succeeds here, since the serializer buffers a
/// converter's whole value; Skip refuses to work on a document that is still streaming.
/// </summary>
internal static class LenientJson
{
    /// <summary>A string, or null for anything else.</summary>
    public static string? ReadText(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return TextPool.Read(ref reader);
        }

        _ = reader.TrySkip();
        return null;
    }

    /// <summary>The members of an object that are strings, in order; empty for anything else.</summary>
    public static KeyValuePair<string, string>[] ReadMap(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _ = reader.TrySkip();
            return [];
        }

        var result = new List<KeyValuePair<string, string>>();

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextPool.Read(ref reader);
            reader.Read();
            if (ReadText(ref reader) is { } value)
            {
                result.Add(new(name, value));
            }
        }

        return [.. result];
    }

    /// <summary>The strings of an array, or one string split at commas and blanks; empty for anything else.</summary>
    public static IReadOnlyList<string> ReadWords(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return TextPool.Read(ref reader).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _ = reader.TrySkip();
            return [];
        }

        var result = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ReadText(ref reader) is { Length: > 0 } word)
            {
                result.Add(word);
            }
        }

        return result;
    }

    /// <summary>A string, or the first of these members of an object that is a string.</summary>
    public static string? ReadTextOrMember(ref Utf8JsonReader reader, string first, string? second = null)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ReadText(ref reader);
        }

        var members = ReadMap(ref reader);
        return Array.Find(members, m => m.Key == first).Value ?? Array.Find(members, m => m.Key == second).Value;
    }
}

internal sealed class LenientTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LenientJson.ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

internal sealed class LenientMapConverter : JsonConverter<IReadOnlyDictionary<string, string>?>
{
    public override IReadOnlyDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in LenientJson.ReadMap(ref reader))
        {
            result[key] = value;
        }

        return result;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value ?? new Dictionary<string, string>())
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
