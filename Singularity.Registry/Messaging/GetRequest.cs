using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Messaging;

/// <summary>
/// Reads the requests of packages.storage.get, of which there are more than of all others. What every client of ours writes is read here in one pass;
/// anything else (another case, escapes, comments, mistakes) is left to the generated reader, which knows all of JSON and words the errors.
/// </summary>
internal static class GetRequest
{
    public static bool TryRead(
        string endpoint, ReadOnlySpan<byte> json, [NotNullWhen(true)] out GetPackage? request, [NotNullWhen(false)] out string? problem)
    {
        request = ReadPlain(json);
        problem = null;
        return request is not null || RequestJson.TryRead(endpoint, json, SingularityJson.Default.GetPackage, out request, out problem);
    }

    /// <summary>Null when it is not plain.</summary>
    internal static GetPackage? ReadPlain(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            return ReadPlain(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static GetPackage? ReadPlain(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        Ecosystem? ecosystem = null;
        string? name = null;
        string? version = null;
        int? maxAge = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var known = Property(reader);
            if (!reader.Read() || !(known switch
            {
                'e' => ecosystem is null && TryReadEcosystem(reader, out ecosystem),
                'n' => name is null && TryReadText(reader, out name),
                'v' => version is null && TryReadText(reader, out version),
                'm' => maxAge is null && TryReadNumber(reader, out maxAge),
                _ => false,
            }))
            {
                return null;
            }
        }

        var whole = reader.TokenType is JsonTokenType.EndObject && !reader.Read();
        return whole && ecosystem is { } given && name is not null ? new GetPackage(given, name, version, maxAge) : null;
    }

    private static char Property(in Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? '?'
        : reader.ValueSpan.SequenceEqual("ecosystem"u8) ? 'e'
        : reader.ValueSpan.SequenceEqual("name"u8) ? 'n'
        : reader.ValueSpan.SequenceEqual("version"u8) ? 'v'
        : reader.ValueSpan.SequenceEqual("maxAge"u8) ? 'm' : '?';

    private static bool TryReadEcosystem(in Utf8JsonReader reader, out Ecosystem? ecosystem)
    {
        ecosystem = reader.TokenType is not JsonTokenType.String || reader.ValueIsEscaped ? null
            : reader.ValueSpan.SequenceEqual("npm"u8) ? Ecosystem.Npm
            : reader.ValueSpan.SequenceEqual("cargo"u8) ? Ecosystem.Cargo
            : reader.ValueSpan.SequenceEqual("hex"u8) ? Ecosystem.Hex
            : reader.ValueSpan.SequenceEqual("nuget"u8) ? Ecosystem.NuGet
            : reader.ValueSpan.SequenceEqual("pypi"u8) ? Ecosystem.PyPI : null;
        return ecosystem is not null;
    }

    private static bool TryReadText(in Utf8JsonReader reader, out string? text)
    {
        text = reader.TokenType is JsonTokenType.String && !reader.ValueIsEscaped && System.Text.Ascii.IsValid(reader.ValueSpan)
            ? System.Text.Encoding.ASCII.GetString(reader.ValueSpan)
            : null;
        return text is not null;
    }

    private static bool TryReadNumber(in Utf8JsonReader reader, out int? number)
    {
        number = reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : null;
        return number is not null;
    }
}
