using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>An OSV API on loopback. All published advisories answer every list, since the fake does not read its question; tests read it.</summary>
internal sealed class FakeOsvApi : IAsyncDisposable
{
    public const string ListPath = "/v1/querybatch";

    private readonly ConcurrentDictionary<string, string> _advisories = new(StringComparer.Ordinal);
    private FakeWebServer _web = null!;

    public string Url => _web.Url;

    public IReadOnlyList<FakeRequest> Requests => _web.Requests;

    public static async Task<FakeOsvApi> StartAsync()
    {
        var api = new FakeOsvApi();
        api._web = await FakeWebServer.StartAsync(api.Find);
        return api;
    }

    public void Publish(string id, string json) => _advisories[id] = json;

    public void Fault(string path, FakeFault fault, int times = int.MaxValue) => _web.Fault(path, fault, times);

    public void Heal(string path) => _web.Heal(path);

    public int Count(string path) => _web.Count(path);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private FakeAnswer? Find(string path)
    {
        if (path == ListPath)
        {
            var listed = _advisories.OrderBy(static a => a.Key, StringComparer.Ordinal).Select(static a => (JsonNode)new JsonObject
            {
                ["id"] = a.Key,
                ["modified"] = JsonNode.Parse(a.Value)!["modified"]!.DeepClone(),
            });
            return Json(new JsonObject { ["results"] = new JsonArray(new JsonObject { ["vulns"] = new JsonArray([.. listed]) }) }.ToJsonString());
        }

        const string One = "/v1/vulns/";
        return path.StartsWith(One, StringComparison.Ordinal) && _advisories.TryGetValue(Uri.UnescapeDataString(path[One.Length..]), out var json) ? Json(json) : null;
    }

    private static FakeAnswer Json(string json) => new(Encoding.UTF8.GetBytes(json), HasETag: false);
}
