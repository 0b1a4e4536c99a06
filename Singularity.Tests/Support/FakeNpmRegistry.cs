using System.Collections.Concurrent;

namespace Singularity.Tests.Support;

/// <summary>
/// An npm registry on loopback: packuments with entity tags and archives byte for byte.
/// Paths are as the client sends them: <c>/demo-lib</c>, <c>/@scope%2Fname</c>, <c>/demo-lib/-/demo-lib-1.2.0.tgz</c>.
/// </summary>
internal sealed class FakeNpmRegistry : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakePackument> _packages = new();
    private readonly ConcurrentDictionary<string, byte[]> _tarballs = new();
    private FakeWebServer _web = null!;

    private FakeNpmRegistry()
    {
    }

    /// <inheritdoc cref="FakeWebServer.Url"/>
    public string Url => _web.Url;

    /// <inheritdoc cref="FakeWebServer.Token"/>
    public string? Token
    {
        get => _web.Token;
        set => _web.Token = value;
    }

    public int Held => _web.Held;

    public int PeakHeld => _web.PeakHeld;

    public IReadOnlyList<FakeRequest> Requests => _web.Requests;

    public static async Task<FakeNpmRegistry> StartAsync()
    {
        var registry = new FakeNpmRegistry();
        registry._web = await FakeWebServer.StartAsync(registry.Find);
        return registry;
    }

    /// <summary>Publishes a version of these files and moves the tag latest to it.</summary>
    public FakeNpmVersion Publish(string name, string version, params (string Path, string Content)[] files) =>
        Publish(new FakeNpmVersion(name, version) { Files = files });

    public FakeNpmVersion Publish(FakeNpmVersion version)
    {
        var tarball = version.Bytes();
        _tarballs[version.TarballPath] = tarball;
        _packages.GetOrAdd(version.Name, name => new FakePackument(name)).Add(version, version.ToManifest(Url, tarball));
        return version;
    }

    public void Tag(string name, string tag, string version) => _packages[name].Tag(tag, version);

    public void Deprecate(string name, string version, string message) => _packages[name].Deprecate(version, message);

    /// <inheritdoc cref="FakeWebServer.Fault"/>
    public void Fault(string path, FakeFault fault, int times = int.MaxValue) => _web.Fault(path, fault, times);

    public void Heal(string path) => _web.Heal(path);

    public int Count(string path) => _web.Count(path);

    public static string PackumentPath(string name) => "/" + name.Replace("/", "%2F", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private FakeAnswer? Find(string path) =>
        _tarballs.TryGetValue(path, out var tarball) ? new FakeAnswer(tarball, "application/octet-stream")
        : _packages.TryGetValue(Uri.UnescapeDataString(path[1..]), out var packument) ? new FakeAnswer(packument.ToBytes())
        : null;
}
