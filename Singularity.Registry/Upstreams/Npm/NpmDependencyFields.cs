using System.Text.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>
/// The dependency fields of a manifest. They come in any order, and some qualify others. Kept as read until asked for: a packument holds them
/// for every version, and one is wanted.
/// </summary>
internal sealed class NpmDependencyFields
{
    private KeyValuePair<string, string>[]? _runtime;
    private KeyValuePair<string, string>[]? _optional;
    private KeyValuePair<string, string>[]? _peer;
    private KeyValuePair<string, string>[]? _dev;
    private HashSet<string>? _optionalPeers;

    public bool TryRead(string field, ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case "dependencies":
                _runtime = LenientJson.ReadMap(ref reader);
                return true;
            case "optionalDependencies":
                _optional = LenientJson.ReadMap(ref reader);
                return true;
            case "peerDependencies":
                _peer = LenientJson.ReadMap(ref reader);
                return true;
            case "devDependencies":
                _dev = LenientJson.ReadMap(ref reader);
                return true;
            case "peerDependenciesMeta":
                _optionalPeers = ReadOptionalPeers(ref reader);
                return true;
            default:
                return false;
        }
    }

    public IReadOnlyList<PackageDependency> ToList()
    {
        var result = new List<PackageDependency>();
        // npm lists optional dependencies among the ordinary ones as well; optional is what they are.
        var optional = _optional?.Select(d => d.Key).ToHashSet(StringComparer.Ordinal);
        Add(result, _runtime?.Where(d => optional?.Contains(d.Key) != true), "runtime");
        Add(result, _optional, "optional", _ => true);
        Add(result, _peer, "peer", name => _optionalPeers?.Contains(name) == true);
        Add(result, _dev, "dev");
        return result;
    }

    private static void Add(
        List<PackageDependency> result, IEnumerable<KeyValuePair<string, string>>? members, string kind, Func<string, bool>? isOptional = null)
    {
        foreach (var (name, requirement) in members ?? [])
        {
            result.Add(new PackageDependency(name, requirement, kind, isOptional?.Invoke(name) == true));
        }
    }

    private static HashSet<string> ReadOptionalPeers(ref Utf8JsonReader reader)
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _ = reader.TrySkip();
            return result;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = TextPool.Read(ref reader);
            reader.Read();
            if (ReadsOptional(ref reader))
            {
                result.Add(name);
            }
        }

        return result;
    }

    private static bool ReadsOptional(ref Utf8JsonReader reader)
    {
        var optional = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _ = reader.TrySkip();
            return optional;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOptional = reader.ValueTextEquals("optional"u8);
            reader.Read();
            optional |= isOptional && reader.TokenType == JsonTokenType.True;
            _ = reader.TrySkip();
        }

        return optional;
    }
}
