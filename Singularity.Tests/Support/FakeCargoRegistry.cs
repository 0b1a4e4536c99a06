using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>
/// A registry of crates on loopback, as documented: config.json, the sparse index's lines with entity tags, the API's facts and archives byte for byte. Paths
/// are as cargo sends them: <c>/index/de/mo/demo-lib</c>, <c>/crates/demo-lib/1.0.0/download</c>, <c>/api/v1/crates/demo-lib</c>.
/// </summary>
internal sealed class FakeCargoRegistry : IAsyncDisposable
{
    public const string ConfigPath = "/index/config.json";

    private readonly ConcurrentDictionary<string, List<FakeCrate>> _crates = new();
    private FakeWebServer _web = null!;

    private FakeCargoRegistry()
    {
    }

    /// <summary>The sparse index's address, with a final slash and without <c>sparse+</c>.</summary>
    public string Index => _web.Url + "index/";

    /// <summary>The dl field of config.json, below the server's address.</summary>
    public string Downloads { get; set; } = "crates";

    public bool AuthRequired { get; set; }

    public IReadOnlyList<FakeRequest> Requests => _web.Requests;

    public static async Task<FakeCargoRegistry> StartAsync()
    {
        var registry = new FakeCargoRegistry();
        registry._web = await FakeWebServer.StartAsync(registry.Find);
        return registry;
    }

    /// <summary>Publishes a version of these files.</summary>
    public FakeCrate Publish(string name, string version, params (string Path, string Content)[] files) => Publish(new FakeCrate(name, version) { Files = files });

    public FakeCrate Publish(FakeCrate crate)
    {
        _crates.GetOrAdd(crate.Name, _ => []).Add(crate);
        return crate;
    }

    /// <inheritdoc cref="FakeWebServer.Fault"/>
    public void Fault(string path, FakeFault fault, int times = int.MaxValue) => _web.Fault(path, fault, times);

    public void Heal(string path) => _web.Heal(path);

    public int Count(string path) => _web.Count(path);

    public static string LinesPath(string name)
    {
        name = name.ToLowerInvariant();
        return "/index/" + name.Length switch
        {
            1 => $"1/{name}",
            2 => $"2/{name}",
            3 => $"3/{name[0]}/{name}",
            _ => $"{name[..2]}/{name[2..4]}/{name}",
        };
    }

    public static string ApiPath(string name) => $"/api/v1/crates/{name}";

    public static string ArchivePath(string name, string version) => $"/crates/{name}/{version}/download";

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private FakeAnswer? Find(string path)
    {
        if (path == ConfigPath)
        {
            var config = new JsonObject { ["dl"] = _web.Url + Downloads, ["api"] = _web.Url.TrimEnd('/') };
            if (AuthRequired)
            {
                config["auth-required"] = true;
            }

            return Json(config);
        }

        foreach (var (name, versions) in _crates)
        {
            if (path == LinesPath(name))
            {
                return new FakeAnswer(Encoding.UTF8.GetBytes(string.Concat(versions.Select(v => v.Line() + "\n"))), "text/plain");
            }

            if (path == ApiPath(name))
            {
                return Json(FakeCrate.Facts(name, versions));
            }

            if (versions.Find(v => path == ArchivePath(name, v.Version) || path == v.Path) is { } found)
            {
                return new FakeAnswer(found.Bytes(), "application/gzip");
            }
        }

        return null;
    }

    private static FakeAnswer Json(JsonObject document) => new(Encoding.UTF8.GetBytes(document.ToJsonString()));
}
