using System.Text.Json;
using System.Text.Json.Serialization;
using Singularity.Registry.Upstreams.Npm;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>The parts of the JSON API's documents that are used; the rest is skipped while it streams past.</summary>
internal sealed class PyPIJsonDocument
{
    [JsonPropertyName("info")]
    public PyPIJsonInfo? Info { get; init; }

    [JsonPropertyName("releases")]
    public Dictionary<string, List<PyPIJsonFile?>?>? Releases { get; init; }

    /// <summary>The files of the version in <see cref="Info"/>.</summary>
    [JsonPropertyName("urls")]
    public List<PyPIJsonFile?>? Urls { get; init; }
}

internal sealed class PyPIJsonInfo
{
    [JsonPropertyName("name"), JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }

    [JsonPropertyName("version"), JsonConverter(typeof(LenientTextConverter))]
    public string? Version { get; init; }

    [JsonPropertyName("summary"), JsonConverter(typeof(LenientTextConverter))]
    public string? Summary { get; init; }

    [JsonPropertyName("description"), JsonConverter(typeof(LenientTextConverter))]
    public string? Description { get; init; }

    [JsonPropertyName("description_content_type"), JsonConverter(typeof(LenientTextConverter))]
    public string? DescriptionContentType { get; init; }

    [JsonPropertyName("license"), JsonConverter(typeof(LenientTextConverter))]
    public string? License { get; init; }

    [JsonPropertyName("license_expression"), JsonConverter(typeof(LenientTextConverter))]
    public string? LicenseExpression { get; init; }

    [JsonPropertyName("classifiers"), JsonConverter(typeof(LenientListConverter))]
    public IReadOnlyList<string>? Classifiers { get; init; }

    [JsonPropertyName("keywords"), JsonConverter(typeof(LenientTextConverter))]
    public string? Keywords { get; init; }

    [JsonPropertyName("home_page"), JsonConverter(typeof(LenientTextConverter))]
    public string? HomePage { get; init; }

    [JsonPropertyName("project_urls"), JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? ProjectUrls { get; init; }

    [JsonPropertyName("requires_dist"), JsonConverter(typeof(LenientListConverter))]
    public IReadOnlyList<string>? RequiresDist { get; init; }

    [JsonPropertyName("requires_python"), JsonConverter(typeof(LenientTextConverter))]
    public string? RequiresPython { get; init; }

    public PyPIInfo ToInfo() => new()
    {
        Name = Name,
        Version = Version,
        Summary = NullIfEmpty(Summary),
        Description = NullIfEmpty(Description),
        DescriptionContentType = DescriptionContentType,
        License = License,
        LicenseExpression = LicenseExpression,
        Classifiers = Classifiers ?? [],
        Keywords = NullIfEmpty(Keywords),
        HomePage = HomePage,
        ProjectUrls = [.. ProjectUrls ?? new Dictionary<string, string>()],
        RequiresDist = RequiresDist,
        RequiresPython = RequiresPython,
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) || text == "UNKNOWN" ? null : text;
}

/// <summary>A file, in the JSON API or (PEP 691) in the Simple API, which write the same in other words.</summary>
internal sealed class PyPIJsonFile
{
    [JsonPropertyName("filename"), JsonConverter(typeof(LenientTextConverter))]
    public string? FileName { get; init; }

    [JsonPropertyName("url"), JsonConverter(typeof(LenientTextConverter))]
    public string? Url { get; init; }

    [JsonPropertyName("digests"), JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Digests { get; init; }

    [JsonPropertyName("hashes"), JsonConverter(typeof(LenientMapConverter))]
    public IReadOnlyDictionary<string, string>? Hashes { get; init; }

    [JsonPropertyName("size"), JsonConverter(typeof(LenientSizeConverter))]
    public long? Size { get; init; }

    /// <summary>Null when not yanked; in the Simple API the reason itself.</summary>
    [JsonPropertyName("yanked"), JsonConverter(typeof(LenientYankedConverter))]
    public string? Yanked { get; init; }

    [JsonPropertyName("yanked_reason"), JsonConverter(typeof(LenientTextConverter))]
    public string? YankedReason { get; init; }

    [JsonPropertyName("upload_time_iso_8601"), JsonConverter(typeof(LenientTextConverter))]
    public string? UploadTime { get; init; }

    [JsonPropertyName("upload-time"), JsonConverter(typeof(LenientTextConverter))]
    public string? SimpleUploadTime { get; init; }
}

/// <summary>A project in the Simple API's JSON (PEP 691).</summary>
internal sealed class PyPISimpleDocument
{
    [JsonPropertyName("name"), JsonConverter(typeof(LenientTextConverter))]
    public string? Name { get; init; }

    [JsonPropertyName("files")]
    public List<PyPIJsonFile?>? Files { get; init; }
}

/// <summary>The strings of an array; null for anything else.</summary>
internal sealed class LenientListConverter : JsonConverter<IReadOnlyList<string>?>
{
    public override IReadOnlyList<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return LenientJson.ReadWords(ref reader);
        }

        _ = reader.TrySkip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string>? value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Documents are only read.");
}

/// <summary>A whole number that is not negative; null for anything else.</summary>
internal sealed class LenientSizeConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var size) && size >= 0)
        {
            return size;
        }

        _ = reader.TrySkip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Documents are only read.");
}

/// <summary>True, or a reason; null for false and anything else.</summary>
internal sealed class LenientYankedConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.True ? "" : LenientJson.ReadText(ref reader);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => throw new NotSupportedException("Documents are only read.");
}

[JsonSourceGenerationOptions(MaxDepth = 64, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(PyPIJsonDocument))]
[JsonSerializable(typeof(PyPISimpleDocument))]
internal sealed partial class PyPIJsonContext : JsonSerializerContext;
