using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>One version to publish in a <see cref="FakeNuGetFeed"/>. What is left null is what the gallery would have made of it.</summary>
internal sealed record FakeNuGetVersion(string Id, string Version)
{
    /// <summary>Files by path; a manifest with id and version is added when there is none.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Files { get; init; } = [];

    /// <summary>The archive's bytes instead of those made of <see cref="Files"/>.</summary>
    public byte[]? Package { get; init; }

    /// <summary>packageHash of the catalog leaf; empty leaves it out.</summary>
    public string? Hash { get; init; }

    public bool Listed { get; init; } = true;

    /// <summary>Fields added to the entry of the registration and to the catalog leaf.</summary>
    public JsonObject Fields { get; init; } = [];

    public string LowerId => Id.ToLowerInvariant();

    public string LowerVersion => Version.Split('+')[0].ToLowerInvariant();

    public string PackagePath => $"/flat/{LowerId}/{LowerVersion}/{LowerId}.{LowerVersion}.nupkg";

    public string LeafPath => $"/catalog/{LowerId}.{LowerVersion}.json";

    public byte[] Bytes()
    {
        if (Package is not null)
        {
            return Package;
        }

        var manifest = Files.Any(static f => f.Path.EndsWith(".nuspec", StringComparison.Ordinal))
            ? []
            : new[] { ($"{Id}.nuspec", Encoding.UTF8.GetBytes(FakeNuGetFeed.Manifest(Id, Version))) };
        return FakeZip.Write([.. manifest.Concat(Files).Select(static f => new FakeZipEntry(f.Item1, f.Item2))]);
    }

    /// <summary>The entry of a registration.</summary>
    public JsonObject ToEntry(string url)
    {
        var entry = new JsonObject
        {
            ["@id"] = url + LeafPath[1..],
            ["@type"] = "PackageDetails",
            ["id"] = Id,
            ["listed"] = Listed,
            ["packageContent"] = url + PackagePath[1..],
            ["published"] = Listed ? "2024-03-01T10:00:00+00:00" : "1900-01-01T00:00:00+00:00",
            ["version"] = Version,
        };
        foreach (var (name, value) in Fields)
        {
            entry[name] = value?.DeepClone();
        }

        return entry;
    }

    /// <summary>The catalog leaf, which alone states the hash.</summary>
    public JsonObject ToLeaf(string url, byte[] package)
    {
        var leaf = ToEntry(url);
        leaf["@type"] = new JsonArray("PackageDetails", "catalog:Permalink");
        leaf["packageSize"] = package.Length;
        if (Hash != "")
        {
            leaf["packageHash"] = Hash ?? Convert.ToBase64String(SHA512.HashData(package));
            leaf["packageHashAlgorithm"] = "SHA512";
        }

        return leaf;
    }
}
