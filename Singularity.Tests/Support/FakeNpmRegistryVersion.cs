using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>One version to publish in a <see cref="FakeNpmRegistry"/>. What is left null is what the npm client would have published.</summary>
internal sealed record FakeNpmVersion(string Name, string Version)
{
    /// <summary>Files by path below <c>package/</c>; a package.json with name and version is added when there is none.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>The archive's bytes instead of those made of <see cref="Files"/>.</summary>
    public byte[]? Tarball { get; init; }

    /// <summary>dist.integrity; empty leaves the field out.</summary>
    public string? Integrity { get; init; }

    /// <summary>dist.shasum; empty leaves the field out.</summary>
    public string? Shasum { get; init; }

    /// <summary>dist.tarball.</summary>
    public string? TarballUrl { get; init; }

    public string? Deprecated { get; init; }

    /// <summary>The tag that is moved to this version; null moves none.</summary>
    public string? Tag { get; init; } = "latest";

    /// <summary>Fields added to the version's manifest, over those of its package.json.</summary>
    public JsonObject? Manifest { get; init; }

    public string FileName => $"{Name[(Name.IndexOf('/') + 1)..]}-{Version}.tgz";

    /// <summary>The request path of the archive, with a scope's slash as the registry writes it in dist.tarball.</summary>
    public string TarballPath => $"/{Name}/-/{FileName}";

    public JsonObject PackageJson()
    {
        var text = Files.FirstOrDefault(f => f.Path == "package.json").Content;
        return text is null ? new JsonObject { ["name"] = Name, ["version"] = Version } : JsonNode.Parse(text)!.AsObject();
    }

    public byte[] Bytes() => Tarball ?? FakeTarball.Create(
        Files.Any(f => f.Path == "package.json") ? Files : [("package.json", PackageJson().ToJsonString()), .. Files]);

    public JsonObject ToManifest(string registry, byte[] tarball)
    {
        var manifest = PackageJson();
        foreach (var (key, value) in Manifest ?? [])
        {
            manifest[key] = value?.DeepClone();
        }

        var dist = new JsonObject { ["tarball"] = TarballUrl ?? registry + TarballPath[1..], ["fileCount"] = Files.Count };
        AddUnlessEmpty(dist, "integrity", Integrity ?? "sha512-" + Convert.ToBase64String(SHA512.HashData(tarball)));
#pragma warning disable CA5350 // The registry's older checksum is SHA-1.
        AddUnlessEmpty(dist, "shasum", Shasum ?? Convert.ToHexStringLower(SHA1.HashData(tarball)));
#pragma warning restore CA5350
        manifest["dist"] = dist;
        manifest["_id"] = $"{Name}@{Version}";
        AddUnlessEmpty(manifest, "deprecated", Deprecated ?? "");
        return manifest;
    }

    private static void AddUnlessEmpty(JsonObject target, string key, string value)
    {
        if (value.Length > 0)
        {
            target[key] = value;
        }
    }
}
