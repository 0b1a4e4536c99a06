using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Singularity.Tests.Support;

/// <summary>
/// An npm registry on loopback: packuments with entity tags and archives byte for byte, faults on demand, and a record of requests.
/// Paths are as the client sends them: <c>/demo-lib</c>, <c>/@scope%2Fname</c>, <c>/demo-lib/-/demo-lib-1.2.0.tgz</c>.
/// </summary>
internal sealed class FakeNpmRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeNpmRequest> _requests = new();
    private readonly ConcurrentDictionary<string, (FakeNpmFault Fault, int Times)> _faults = new();
    private readonly ConcurrentDictionary<string, FakePackument> _packages = new();
    private readonly ConcurrentDictionary<string, byte[]> _tarballs = new();

    private int _held;
    private int _peak;

    private FakeNpmRegistry(WebApplication app) => _app = app;

    /// <summary>The base address, with a final slash.</summary>
    public string Url { get; private set; } = "";

    /// <summary>When set, requests without this bearer token are answered 401.</summary>
    public string? Token { get; set; }

    /// <summary>Requests that wait in a <see cref="FakeNpmFault.Hold"/> at this moment.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>The most that ever did at one moment.</summary>
    public int PeakHeld => Volatile.Read(ref _peak);

    public IReadOnlyList<FakeNpmRequest> Requests => [.. _requests];

    public static async Task<FakeNpmRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new FakeNpmRegistry(builder.Build());
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        registry.Url = registry._app.Urls.Single() + "/";
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

    /// <summary>Does this to the next requests of a path; later calls replace earlier ones.</summary>
    public void Fault(string path, FakeNpmFault fault, int times = int.MaxValue) => _faults[path] = (fault, times);

    public void Heal(string path) => _faults.TryRemove(path, out _);

    public int Count(string path) => _requests.Count(r => r.Path == path);

    public static string PackumentPath(string name) => "/" + name.Replace("/", "%2F", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _requests.Enqueue(new FakeNpmRequest(context.Request.Method, path, context.Request.Headers.ToDictionary(
            h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var content = Find(path, out var contentType);
        switch (TakeFault(path))
        {
            case FakeNpmFault.Hold hold:
                await HoldAsync(hold.Release);
                break;
            case { } fault:
                await FakeNpmFaultWriter.WriteAsync(context, fault, content ?? []);
                return;
        }

        await WriteAsync(context, content, contentType);
    }

    // Counted out before the answer is written, so that a client that goes on to its next request never counts twice.
    private async Task HoldAsync(Task release)
    {
        var now = Interlocked.Increment(ref _held);
        int peak;
        while ((peak = Volatile.Read(ref _peak)) < now && Interlocked.CompareExchange(ref _peak, now, peak) != peak)
        {
        }

        await release;
        Interlocked.Decrement(ref _held);
    }

    private static async Task WriteAsync(HttpContext context, byte[]? content, string contentType)
    {
        if (content is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("{\"error\":\"Not found\"}", context.RequestAborted);
            return;
        }

        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
        context.Response.Headers.ETag = etag;
        if (context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = contentType;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private byte[]? Find(string path, out string contentType)
    {
        contentType = "application/octet-stream";
        if (_tarballs.TryGetValue(path, out var tarball))
        {
            return tarball;
        }

        contentType = "application/json";
        return _packages.TryGetValue(Uri.UnescapeDataString(path[1..]), out var packument) ? packument.ToBytes() : null;
    }

    private FakeNpmFault? TakeFault(string path)
    {
        while (_faults.TryGetValue(path, out var current) && current.Times > 0)
        {
            var left = current.Times is int.MaxValue ? current : (current.Fault, current.Times - 1);
            if (_faults.TryUpdate(path, left, current))
            {
                return current.Fault;
            }
        }

        return null;
    }
}
