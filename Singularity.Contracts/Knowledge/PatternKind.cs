using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Knowledge;

/// <summary>What a pattern is about. Open: a newer version may know more kinds, and what an older one passes on must not lose them.</summary>
[JsonConverter(typeof(PatternKindJsonConverter))]
public readonly record struct PatternKind(string? Name)
{
    public static PatternKind Code { get; } = new("code");

    public static PatternKind Architecture { get; } = new("architecture");

    public static PatternKind Workaround { get; } = new("workaround");

    public static PatternKind Framework { get; } = new("framework");

    public static PatternKind Prompt { get; } = new("prompt");

    public static PatternKind ToolUse { get; } = new("tool-use");

    /// <summary>Those that this version knows.</summary>
    public static IReadOnlyList<PatternKind> All { get; } = [Code, Architecture, Workaround, Framework, Prompt, ToolUse];

    [JsonIgnore]
    public bool IsKnown => All.Contains(this);

    public override string ToString() => Name ?? "";
}

/// <summary>The name.</summary>
public sealed class PatternKindJsonConverter : JsonConverter<PatternKind>
{
    public override PatternKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? new PatternKind(reader.GetString()) : throw new JsonException("A kind is a text.");

    public override void Write(Utf8JsonWriter writer, PatternKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
