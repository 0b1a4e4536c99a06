using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>
/// A NuGet source of protocol version 3 on loopback: service index, registrations with inlined pages or, beyond <see cref="PageSize"/> versions, with
/// pages of their own, catalog leaves, search and the flat container, as documented.
/// </summary>
internal sealed class FakeNuGetFeed : IAsyncDisposable
{
    public const string IndexPath = "/v3/index.json";

    private readonly ConcurrentDictionary<string, List<FakeNuGetVersion>> _packages = new();
    private readonly ConcurrentDictionary<string, byte[]> _archives = new();
    private readonly ConcurrentDictionary<string, JsonObject> _leaves = new();

    private FakeNuGetFeed()
    {
    }

    public FakeWebServer Web { get; private set; } = null!;

    /// <summary>The address of the service index.</summary>
    public string Source => Web.Url + IndexPath[1..];

    /// <summary>Versions up to which a registration's pages are inlined, and of which each page holds so many.</summary>
    public int PageSize { get; set; } = 64;

    /// <summary>Null offers no search.</summary>
    public long? Downloads { get; set; }

    /// <summary>False leaves out the catalog, as private sources do: entries then point at nothing.</summary>
    public bool HasCatalog { get; set; } = true;

    public static async Task<FakeNuGetFeed> StartAsync()
    {
        var feed = new FakeNuGetFeed();
        feed.Web = await FakeWebServer.StartAsync(feed.Find);
        return feed;
    }

    public static string RegistrationPath(string id) => $"/reg/{id.ToLowerInvariant()}/index.json";

    /// <summary>A manifest as the client packs it.</summary>
    /// <param name="metadata">Elements after id and version.</param>
    public static string Manifest(string id, string version, string metadata = "") => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>{id}</id>
            <version>{version}</version>
            <authors>Demo</authors>
            <description>Shows things.</description>
            {metadata}
          </metadata>
        </package>
        """;

    public FakeNuGetVersion Publish(string id, string version, params (string Path, string Content)[] files) =>
        Publish(new FakeNuGetVersion(id, version) { Files = [.. files.Select(static f => (f.Path, Encoding.UTF8.GetBytes(f.Content)))] });

    public FakeNuGetVersion Publish(FakeNuGetVersion version)
    {
        var package = version.Bytes();
        _archives[version.PackagePath] = package;
        _leaves[version.LeafPath] = version.ToLeaf(Web.Url, package);
        _packages.GetOrAdd(version.LowerId, static _ => []).Add(version);
        return version;
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();

    private FakeAnswer? Find(string path)
    {
        var parts = path.Split('/', '?');
        return path == IndexPath ? Json(ServiceIndex())
            : _archives.TryGetValue(path, out var archive) ? new FakeAnswer(archive, "application/octet-stream")
            : HasCatalog && _leaves.TryGetValue(path, out var leaf) ? Json(leaf)
            : parts is ["", "reg", var id, "index.json"] && _packages.TryGetValue(id, out var versions) ? Json(Registration(id, versions))
            : parts is ["", "reg", var paged, "page", var number] && _packages.TryGetValue(paged, out var all) ? Json(Page(paged, all, int.Parse(number.Split('.')[0]), inline: true))
            : parts is ["", "query", var query] && Downloads is not null ? Json(Search(query))
            : null;
    }

    private JsonObject ServiceIndex()
    {
        var resources = new JsonArray(
            Resource("reg-old/", "RegistrationsBaseUrl"), Resource("reg/", "RegistrationsBaseUrl/3.6.0"), Resource("flat/", "PackageBaseAddress/3.0.0"));
        if (Downloads is not null)
        {
            resources.Add((JsonNode)Resource("query", "SearchQueryService"));
        }

        return new JsonObject { ["version"] = "3.0.0", ["resources"] = resources };
    }

    private JsonObject Resource(string path, string type) => new() { ["@id"] = Web.Url + path, ["@type"] = type, ["comment"] = "Of a fake." };

    private JsonObject Registration(string id, List<FakeNuGetVersion> versions)
    {
        var pages = (versions.Count + PageSize - 1) / PageSize;
        return new JsonObject
        {
            ["@id"] = Web.Url + RegistrationPath(id)[1..],
            ["@type"] = new JsonArray("catalog:CatalogRoot", "PackageRegistration", "catalog:Permalink"),
            ["count"] = pages,
            ["items"] = new JsonArray([.. Enumerable.Range(0, pages).Select(i => (JsonNode)Page(id, versions, i, inline: pages == 1))]),
        };
    }

    private JsonObject Page(string id, List<FakeNuGetVersion> versions, int number, bool inline)
    {
        var chunk = versions.Chunk(PageSize).ElementAt(number);
        var page = new JsonObject
        {
            ["@id"] = $"{Web.Url}reg/{id}/page/{number}.json",
            ["@type"] = "catalog:CatalogPage",
            ["commitId"] = Guid.Empty.ToString(),
            ["count"] = chunk.Length,
            ["lower"] = chunk[0].Version,
            ["upper"] = chunk[^1].Version,
        };
        if (inline)
        {
            page["items"] = new JsonArray([.. chunk.Select(v => (JsonNode)new JsonObject
            {
                ["@id"] = $"{Web.Url}reg/{id}/{v.LowerVersion}.json",
                ["@type"] = "Package",
                ["catalogEntry"] = v.ToEntry(Web.Url),
                ["packageContent"] = Web.Url + v.PackagePath[1..],
            })]);
        }

        return page;
    }

    private JsonObject Search(string query)
    {
        var id = query.Split('&')[0].Replace("q=packageid:", "", StringComparison.Ordinal);
        return new JsonObject
        {
            ["totalHits"] = 1,
            ["data"] = new JsonArray(new JsonObject { ["id"] = _packages[id][0].Id, ["version"] = "1.0.0", ["totalDownloads"] = Downloads }),
        };
    }

    private static FakeAnswer Json(JsonObject document) => new(Encoding.UTF8.GetBytes(document.ToJsonString()));
}
