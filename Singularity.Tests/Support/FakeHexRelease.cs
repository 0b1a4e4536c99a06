using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Singularity.Registry.Erlang;

namespace Singularity.Tests.Support;

/// <summary>One release to publish in a <see cref="FakeHexRegistry"/>. What is left null is what the hex client would have published.</summary>
internal sealed record FakeHexRelease(string Name, string Version)
{
    public string Description { get; init; } = "A demonstration.";

    public IReadOnlyList<string> Licenses { get; init; } = ["Apache-2.0"];

    public IReadOnlyList<(string Name, string Url)> Links { get; init; } = [];

    public string? Elixir { get; init; } = "~> 1.14";

    public IReadOnlyList<(string Name, string Requirement, bool Optional)> Requirements { get; init; } = [];

    public IReadOnlyList<(string Path, string Content)> Files { get; init; } = [("mix.exs", "")];

    /// <summary>The text of metadata.config instead of the one made of the other properties.</summary>
    public byte[]? Metadata { get; init; }

    /// <summary>The text of the archive's CHECKSUM instead of the right one.</summary>
    public string? InnerChecksum { get; init; }

    /// <summary>The API's checksum instead of the right one.</summary>
    public string? OuterChecksum { get; init; }

    public byte[] ToBytes() => new FakeHexTarball { Metadata = Metadata ?? OwnMetadata(), Files = Files, Checksum = InnerChecksum }.ToBytes();

    public JsonObject PackageMeta() => new()
    {
        ["description"] = Description,
        ["licenses"] = new JsonArray([.. Licenses.Select(l => JsonValue.Create(l))]),
        ["links"] = new JsonObject(Links.Select(l => KeyValuePair.Create<string, JsonNode?>(l.Name, l.Url))),
        ["maintainers"] = new JsonArray(),
    };

    public JsonObject ToDocument(byte[] archive, string day) => new()
    {
        ["version"] = Version,
        ["checksum"] = OuterChecksum ?? Convert.ToHexStringLower(SHA256.HashData(archive)),
        ["has_docs"] = true,
        ["inserted_at"] = day,
        ["updated_at"] = day,
        ["retirement"] = null,
        ["requirements"] = new JsonObject(Requirements.Select(r => KeyValuePair.Create<string, JsonNode?>(
            r.Name, new JsonObject { ["app"] = r.Name, ["requirement"] = r.Requirement, ["optional"] = r.Optional }))),
        ["meta"] = new JsonObject { ["app"] = Name, ["build_tools"] = new JsonArray("mix"), ["elixir"] = Elixir },
        ["downloads"] = 12,
        ["publisher"] = new JsonObject { ["username"] = "publisher" },
    };

    private byte[] OwnMetadata() => FakeHexTarball.MetadataOf(
    [
        ErlangText.Pair("name", ErlangText.Binary(Name)),
        ErlangText.Pair("version", ErlangText.Binary(Version)),
        ErlangText.Pair("description", ErlangText.Binary(Description)),
        .. Elixir is null ? Array.Empty<ErlangTerm>() : [ErlangText.Pair("elixir", ErlangText.Binary(Elixir))],
        ErlangText.Pair("app", ErlangText.Binary(Name)),
        ErlangText.Pair("licenses", ErlangText.List(Licenses.Select(ErlangText.Binary))),
        ErlangText.Pair("links", ErlangText.List(Links.Select(l => ErlangText.Pair(l.Name, ErlangText.Binary(l.Url))))),
        // As the Elixir client writes them: a list of lists.
        ErlangText.Pair("requirements", ErlangText.List(Requirements.Select(r => ErlangText.List(
            ErlangText.Pair("name", ErlangText.Binary(r.Name)),
            ErlangText.Pair("app", ErlangText.Binary(r.Name)),
            ErlangText.Pair("optional", new ErlangTerm.Atom(r.Optional ? "true" : "false")),
            ErlangText.Pair("requirement", ErlangText.Binary(r.Requirement)),
            ErlangText.Pair("repository", ErlangText.Binary("hexpm")))))),
        ErlangText.Pair("build_tools", ErlangText.List(ErlangText.Binary("mix"))),
        ErlangText.Pair("files", ErlangText.List(Files.Select(f => ErlangText.Binary(f.Path)))),
    ]);
}
