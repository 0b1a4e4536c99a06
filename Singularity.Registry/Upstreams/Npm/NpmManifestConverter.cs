using System.Text.Json;
using System.Text.Json.Serialization;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>Reads a manifest field by field, each in all shapes that were ever published; see <see cref="LenientJson"/>.</summary>
internal sealed class NpmManifestConverter : JsonConverter<NpmManifest>
{
    public override NpmManifest? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _ = reader.TrySkip();
            return null;
        }

        var manifest = new NpmManifest();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = TextPool.Read(ref reader);
            reader.Read();
            if (!manifest.DependencyFields.TryRead(field, ref reader))
            {
                ReadField(manifest, field, ref reader);
            }
        }

        return manifest;
    }

    public override void Write(Utf8JsonWriter writer, NpmManifest value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Manifests are only read.");

    private static void ReadField(NpmManifest manifest, string field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case "name":
                manifest.Name = LenientJson.ReadText(ref reader);
                break;
            case "version":
                manifest.Version = LenientJson.ReadText(ref reader);
                break;
            case "description":
                manifest.Description = LenientJson.ReadText(ref reader);
                break;
            case "keywords":
                manifest.Keywords = LenientJson.ReadWords(ref reader);
                break;
            case "homepage":
                manifest.Homepage = LenientJson.ReadTextOrMember(ref reader, "url");
                break;
            case "repository":
                manifest.Repository = LenientJson.ReadTextOrMember(ref reader, "url");
                break;
            case "license" or "licence" or "licenses":
                manifest.License = ReadLicense(ref reader) ?? manifest.License;
                break;
            case "deprecated":
                manifest.Deprecated = ReadDeprecated(ref reader);
                break;
            case "engines":
                manifest.Engines = ReadEngines(ref reader);
                break;
            case "dist":
                manifest.Dist = ReadDist(ref reader);
                break;
            default:
                _ = reader.TrySkip();
                break;
        }
    }

    /// <summary>An expression, an object with a type, or a list of either, of which any may be chosen.</summary>
    private static string? ReadLicense(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return LenientJson.ReadTextOrMember(ref reader, "type", "name");
        }

        var names = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (LenientJson.ReadTextOrMember(ref reader, "type", "name") is { Length: > 0 } name)
            {
                names.Add(name);
            }
        }

        return names.Count switch
        {
            0 => null,
            1 => names[0],
            _ => $"({string.Join(" OR ", names)})",
        };
    }

    /// <summary>A message; old documents also hold true, false and the empty string, which takes a deprecation back.</summary>
    private static string? ReadDeprecated(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.True)
        {
            return "Deprecated by its publisher without a message.";
        }

        return LenientJson.ReadText(ref reader) is { Length: > 0 } message ? message : null;
    }

    /// <summary>An object of engine to range; old manifests also hold a list such as <c>["node >= 0.6"]</c>.</summary>
    private static KeyValuePair<string, string>[] ReadEngines(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return LenientJson.ReadMap(ref reader);
        }

        return [.. LenientJson.ReadWords(ref reader).Select(text => text.Trim().Split(' ', 2)).Select(
            parts => new KeyValuePair<string, string>(parts[0], parts.Length > 1 ? parts[1].Trim() : "*"))];
    }

    private static NpmDist ReadDist(ref Utf8JsonReader reader)
    {
        var members = LenientJson.ReadMap(ref reader);
        return new NpmDist(Member("tarball"), Member("integrity"), Member("shasum"));

        string? Member(string name) => Array.Find(members, m => m.Key == name).Value;
    }
}
