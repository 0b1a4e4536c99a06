using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Packages;

/// <summary>For fields whose shape is each database's own: a text is read, anything else is passed over.</summary>
internal sealed class TextOrNothing : JsonConverter<string?>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
        {
            return reader.GetString();
        }

        return reader.TrySkip() ? null : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
