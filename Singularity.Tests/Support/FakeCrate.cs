using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>One version to publish in a <see cref="FakeCargoRegistry"/>.</summary>
internal sealed record FakeCrate(string Name, string Version)
{
    /// <summary>Files by path below <c>name-version/</c>; a Cargo.toml with name and version is added when there is none.</summary>
    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [];

    /// <summary>The line's deps, as JSON.</summary>
    public string Dependencies { get; init; } = "[]";

    /// <summary>The line's cksum; null for the true one.</summary>
    public string? Checksum { get; init; }

    public bool Yanked { get; init; }

    public string? YankMessage { get; init; }

    public string? RustVersion { get; init; }

    public string? Published { get; init; }

    public int? Schema { get; init; }

    /// <summary>Another request path under which the archive is.</summary>
    public string? Path { get; init; }

    public byte[] Bytes()
    {
        var manifest = ("Cargo.toml", $"[package]\nname = \"{Name}\"\nversion = \"{Version}\"\nedition = \"2021\"\n");
        return FakeTarball.Create((Files.Any(f => f.Path == "Cargo.toml") ? Files : [manifest, .. Files])
            .Select(f => FakeTarball.File($"{Name}-{Version}/{f.Path}", Encoding.UTF8.GetBytes(f.Content))));
    }

    /// <summary>The line of the index, in the order of fields that crates.io writes.</summary>
    public string Line()
    {
        var line = new JsonObject
        {
            ["name"] = Name,
            ["vers"] = Version,
            ["deps"] = JsonNode.Parse(Dependencies),
            ["cksum"] = Checksum ?? Convert.ToHexStringLower(SHA256.HashData(Bytes())),
            ["features"] = new JsonObject { ["default"] = new JsonArray("std"), ["std"] = new JsonArray() },
            ["yanked"] = Yanked,
        };
        Add(line, "rust_version", RustVersion);
        Add(line, "v", Schema);
        Add(line, "pubtime", Published);
        return line.ToJsonString();
    }

    public static JsonObject Facts(string name, IReadOnlyList<FakeCrate> versions) => new()
    {
        ["crate"] = new JsonObject
        {
            ["id"] = name,
            ["name"] = name,
            ["description"] = $"About {name}.",
            ["keywords"] = new JsonArray("async", "io"),
            ["categories"] = new JsonArray("asynchronous"),
            ["homepage"] = "https://demo.example",
            ["repository"] = "https://github.com/demo/demo.git",
            ["downloads"] = 1234567,
            ["recent_downloads"] = 890,
            ["max_version"] = versions[^1].Version,
        },
        ["versions"] = new JsonArray([.. versions.Select(v => new JsonObject
        {
            ["num"] = v.Version,
            ["created_at"] = "2024-03-01T10:00:00.000000+00:00",
            ["license"] = "MIT OR Apache-2.0",
            ["yanked"] = v.Yanked,
            ["yank_message"] = v.YankMessage,
            ["downloads"] = 99,
        })]),
        ["keywords"] = new JsonArray(),
        ["categories"] = new JsonArray(),
    };

    private static void Add(JsonObject line, string name, JsonNode? value)
    {
        if (value is not null)
        {
            line[name] = value;
        }
    }
}
