using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Singularity.Tests.Support;

/// <summary>
/// A web server on loopback for fake registries: answers byte for byte with entity tags, faults on demand, and a record of requests. Paths are raw,
/// with query, as the client sends them.
/// </summary>
internal sealed class FakeWebServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FakeRequest> _requests = new();
    private readonly ConcurrentDictionary<string, (FakeFault Fault, int Times)> _faults = new();
    private readonly Func<string, FakeAnswer?> _find;

    private int _held;
    private int _peak;

    private FakeWebServer(WebApplication app, Func<string, FakeAnswer?> find) => (_app, _find) = (app, find);

    /// <summary>The base address, with a final slash.</summary>
    public string Url { get; private set; } = "";

    /// <summary>When set, requests without this bearer token are answered 401.</summary>
    public string? Token { get; set; }

    /// <summary>Requests that wait in a <see cref="FakeFault.Hold"/> at this moment.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>The most that ever did at one moment.</summary>
    public int PeakHeld => Volatile.Read(ref _peak);

    public IReadOnlyList<FakeRequest> Requests => [.. _requests];

    /// <param name="find">The answer for a raw path with query; null is 404.</param>
    public static async Task<FakeWebServer> StartAsync(Func<string, FakeAnswer?> find)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeWebServer(builder.Build(), find);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        server.Url = server._app.Urls.Single() + "/";
        return server;
    }

    /// <summary>Does this to the next requests of a path; later calls replace earlier ones.</summary>
    public void Fault(string path, FakeFault fault, int times = int.MaxValue) => _faults[path] = (fault, times);

    public void Heal(string path) => _faults.TryRemove(path, out _);

    public int Count(string path) => _requests.Count(r => r.Path == path);

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
        using var body = new StreamReader(context.Request.Body);
        _requests.Enqueue(new FakeRequest(context.Request.Method, path, context.Request.Headers.ToDictionary(
            h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            Body = await body.ReadToEndAsync(context.RequestAborted),
        });
        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var answer = _find(path);
        switch (TakeFault(path))
        {
            case FakeFault.Hold hold:
                await HoldAsync(hold.Release);
                break;
            case { } fault:
                await FakeFaultWriter.WriteAsync(context, fault, answer?.Content ?? []);
                return;
        }

        await WriteAsync(context, answer);
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

    private static async Task WriteAsync(HttpContext context, FakeAnswer? answer)
    {
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("{\"error\":\"Not found\"}", context.RequestAborted);
            return;
        }

        var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(answer.Content).AsSpan(0, 16))}\"";
        if (answer.HasETag)
        {
            context.Response.Headers.ETag = etag;
        }

        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (answer.HasETag && context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Content.Length;
        await context.Response.Body.WriteAsync(answer.Content, context.RequestAborted);
    }

    private FakeFault? TakeFault(string path)
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

/// <summary>What a <see cref="FakeWebServer"/> answers with status 200.</summary>
internal sealed record FakeAnswer(byte[] Content, string ContentType = "application/json", bool HasETag = true)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
