using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>
/// A Python package index on loopback: JSON API (<c>/pypi/demo/json</c>, <c>/pypi/demo/1.0/json</c>), Simple API (<c>/simple/demo/</c>) and files, byte
/// for byte, with entity tags.
/// </summary>
internal sealed class FakePyPI : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeProject> _projects = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new();

    private FakePyPI(FakePyPIApi api) => Api = api;

    public FakeWebServer Web { get; private set; } = null!;

    public FakePyPIApi Api { get; }

    /// <summary>What pip's index-url would be.</summary>
    public string Index => Web.Url + "simple";

    public static async Task<FakePyPI> StartAsync(FakePyPIApi api = FakePyPIApi.Json)
    {
        var index = new FakePyPI(api);
        index.Web = await FakeWebServer.StartAsync(index.Find);
        return index;
    }

    /// <summary>Publishes a version; the project's document then describes it.</summary>
    /// <param name="info">Fields of info over the usual ones.</param>
    public void Publish(string name, string version, JsonObject? info, params FakePyPIFile[] files)
    {
        foreach (var file in files)
        {
            _files[file.Path] = file.Content;
        }

        _projects.GetOrAdd(name, n => new FakeProject(n)).Versions.Add((version, info ?? [], files));
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();

    private FakeAnswer? Find(string path)
    {
        if (_files.TryGetValue(path, out var content))
        {
            return new FakeAnswer(content, "application/octet-stream");
        }

        var parts = path.Split('/');
        return parts switch
        {
            ["", "pypi", var name, "json"] when Api == FakePyPIApi.Json && _projects.TryGetValue(name, out var project) => Answer(project.ToJson(Web.Url, null)!),
            ["", "pypi", var name, var version, "json"] when Api == FakePyPIApi.Json && _projects.TryGetValue(name, out var project) =>
                project.ToJson(Web.Url, Uri.UnescapeDataString(version)) is { } document ? Answer(document) : null,
            ["", "simple", var name, ""] when Api == FakePyPIApi.SimpleJson && _projects.TryGetValue(name, out var project) =>
                new FakeAnswer(Encoding.UTF8.GetBytes(project.ToSimpleJson().ToJsonString()), "application/vnd.pypi.simple.v1+json"),
            ["", "simple", var name, ""] when Api == FakePyPIApi.SimpleHtml && _projects.TryGetValue(name, out var project) =>
                new FakeAnswer(Encoding.UTF8.GetBytes(project.ToHtml()), "text/html; charset=utf-8"),
            _ => null,
        };
    }

    private static FakeAnswer Answer(JsonObject document) => new(Encoding.UTF8.GetBytes(document.ToJsonString()));

    private sealed class FakeProject(string name)
    {
        public List<(string Version, JsonObject Info, FakePyPIFile[] Files)> Versions { get; } = [];

        public JsonObject? ToJson(string host, string? version)
        {
            var shown = Versions.FindLast(v => version is null || v.Version == version);
            if (shown.Files is null)
            {
                return null;
            }

            var info = new JsonObject
            {
                ["author"] = "",
                ["bugtrack_url"] = null,
                ["classifiers"] = new JsonArray(),
                ["description"] = "",
                ["description_content_type"] = "text/markdown",
                ["downloads"] = new JsonObject { ["last_day"] = -1, ["last_month"] = -1, ["last_week"] = -1 },
                ["home_page"] = "",
                ["keywords"] = "",
                ["license"] = "",
                ["license_expression"] = null,
                ["name"] = name,
                ["project_urls"] = null,
                ["requires_dist"] = null,
                ["requires_python"] = ">=3.8",
                ["summary"] = "",
                ["version"] = shown.Version,
                ["yanked"] = false,
                ["yanked_reason"] = null,
            };
            foreach (var (key, value) in shown.Info)
            {
                info[key] = value?.DeepClone();
            }

            var document = new JsonObject { ["info"] = info, ["last_serial"] = 23, ["urls"] = Files(shown.Files, host), ["vulnerabilities"] = new JsonArray() };
            if (version is null)
            {
                document["releases"] = new JsonObject(Versions.Select(v => KeyValuePair.Create<string, JsonNode?>(v.Version, Files(v.Files, host))));
            }

            return document;
        }

        public JsonObject ToSimpleJson() => new()
        {
            ["files"] = new JsonArray([.. Versions.SelectMany(v => v.Files).Select(f => f.ToSimpleJson())]),
            ["meta"] = new JsonObject { ["api-version"] = "1.1" },
            ["name"] = name,
            ["versions"] = new JsonArray([.. Versions.Select(v => JsonValue.Create(v.Version))]),
        };

        public string ToHtml() =>
            $"<!DOCTYPE html>\n<html>\n  <head>\n    <meta name=\"pypi:repository-version\" content=\"1.0\">\n    <title>Links for {name}</title>\n  </head>\n  <body>\n"
            + $"    <h1>Links for {name}</h1>\n{string.Concat(Versions.SelectMany(v => v.Files).Select(f => f.ToLink()))}  </body>\n</html>\n";

        private static JsonArray Files(FakePyPIFile[] files, string host) => new([.. files.Select(f => f.ToJson(host))]);
    }
}

/// <summary>Which API an index offers.</summary>
internal enum FakePyPIApi
{
    Json,
    SimpleJson,
    SimpleHtml,
}
