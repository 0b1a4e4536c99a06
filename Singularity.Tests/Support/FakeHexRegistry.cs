using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>
/// A hex registry on loopback: the API's documents with entity tags and archives byte for byte. API and repository share one server, below
/// <c>/api/</c> and <c>/repo/</c>. Releases are published a day apart.
/// </summary>
internal sealed class FakeHexRegistry : IAsyncDisposable
{
    private static readonly DateTimeOffset FirstDay = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, JsonObject> _packages = new();
    private readonly ConcurrentDictionary<string, JsonObject> _releases = new();
    private readonly ConcurrentDictionary<string, byte[]> _archives = new();
    private FakeWebServer _web = null!;

    private FakeHexRegistry()
    {
    }

    public string Api => _web.Url + "api";

    public string Repository => _web.Url + "repo";

    public IReadOnlyList<FakeRequest> Requests => _web.Requests;

    public static async Task<FakeHexRegistry> StartAsync()
    {
        var registry = new FakeHexRegistry();
        registry._web = await FakeWebServer.StartAsync(registry.Find);
        return registry;
    }

    public static DateTimeOffset Day(int number) => FirstDay.AddDays(number);

    public static string PackagePath(string name) => $"/api/packages/{name}";

    public static string ReleasePath(string name, string version) => $"/api/packages/{name}/releases/{version}";

    public static string ArchivePath(string name, string version) => $"/repo/tarballs/{name}-{version}.tar";

    /// <summary>Publishes a release, or publishes it again.</summary>
    public void Publish(FakeHexRelease release)
    {
        var archive = release.ToBytes();
        _archives[ArchivePath(release.Name, release.Version)] = archive;
        var package = _packages.GetOrAdd(release.Name, name => new JsonObject
        {
            ["name"] = name,
            ["repository"] = "hexpm",
            ["url"] = $"{Api}/packages/{name}",
            ["downloads"] = new JsonObject { ["all"] = 4321, ["recent"] = 432, ["week"] = 43, ["day"] = 4 },
            ["releases"] = new JsonArray(),
            ["retirements"] = new JsonObject(),
        });
        var releases = package["releases"]!.AsArray();
        var known = releases.FirstOrDefault(r => r!["version"]!.GetValue<string>() == release.Version);
        var day = Text(known is null ? Day(releases.Count) : Day(releases.IndexOf(known)));
        if (known is null)
        {
            // The registry lists the newest first.
            releases.Insert(0, new JsonObject
            {
                ["version"] = release.Version,
                ["url"] = $"{Api}/packages/{release.Name}/releases/{release.Version}",
                ["has_docs"] = true,
                ["inserted_at"] = day,
            });
        }

        package["meta"] = release.PackageMeta();
        _releases[ReleasePath(release.Name, release.Version)] = release.ToDocument(archive, day);
    }

    public void Retire(string name, string version, string reason, string? message) =>
        _packages[name]["retirements"]!.AsObject()[version] = new JsonObject { ["reason"] = reason, ["message"] = message };

    /// <inheritdoc cref="FakeWebServer.Fault"/>
    public void Fault(string path, FakeFault fault, int times = int.MaxValue) => _web.Fault(path, fault, times);

    public int Count(string path) => _web.Count(path);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private FakeAnswer? Find(string path) =>
        _archives.TryGetValue(path, out var archive) ? new FakeAnswer(archive, "application/octet-stream")
        : _releases.TryGetValue(path, out var release) ? Json(release)
        : path.StartsWith("/api/packages/", StringComparison.Ordinal) && _packages.TryGetValue(path["/api/packages/".Length..], out var package) ? Json(package)
        : null;

    private static FakeAnswer Json(JsonObject document) => new(Encoding.UTF8.GetBytes(document.ToJsonString()), "application/vnd.hex+json");

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
