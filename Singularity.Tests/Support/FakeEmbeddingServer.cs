using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Singularity.Tests.Support;

/// <summary>
/// OpenAI's embeddings API on loopback (POST /v1/embeddings): reads input, model and encoding_format, answers a list of embeddings in base64 or as numbers. The vector of a
/// text follows from its letters, so that texts that share letters are near.
/// </summary>
internal sealed class FakeEmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string[]> _batches = new();

    private FakeEmbeddingServer(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    /// <summary>The texts of each request that was answered.</summary>
    public IReadOnlyList<string[]> Batches => [.. _batches];

    public int Requests { get; private set; }

    public string Model { get; set; } = "test-embed";

    public int Dimensions { get; set; } = 32;

    /// <summary>When set, requests without it are answered 401.</summary>
    public string? Key { get; set; }

    /// <summary>How many of the next requests are answered 503, to be repeated at once.</summary>
    public int Failures { get; set; }

    /// <summary>False for servers that do not know base64.</summary>
    public bool KnowsBase64 { get; set; } = true;

    /// <summary>Changes the vectors before they are answered.</summary>
    public Func<float[][], float[][]> Spoil { get; set; } = static vectors => vectors;

    public static async Task<FakeEmbeddingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FakeEmbeddingServer(builder.Build());
        server._app.MapPost("/v1/embeddings", server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public float[] Vector(string text)
    {
        var vector = new float[Dimensions];
        foreach (var letter in text)
        {
            vector[letter % Dimensions] += 1;
        }

        return vector;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        if (Failures > 0)
        {
            Failures--;
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "0";
            return;
        }

        if (Key is not null && context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        if (request.RootElement.GetProperty("model").GetString() != Model)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(new { error = new { message = "model not found, try pulling it first", type = "api_error" } });
            return;
        }

        var texts = request.RootElement.GetProperty("input").EnumerateArray().Select(static text => text.GetString()!).ToArray();
        _batches.Enqueue(texts);
        var base64 = KnowsBase64 && request.RootElement.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var vectors = Spoil(Array.ConvertAll(texts, Vector));
        await context.Response.WriteAsJsonAsync(new
        {
            @object = "list",
            data = vectors.Select((vector, index) => new
            {
                @object = "embedding",
                embedding = base64 ? (object)Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector,
                index,
            }).Reverse(),
            model = Model,
            usage = new { prompt_tokens = texts.Sum(static text => text.Length), total_tokens = texts.Sum(static text => text.Length) },
        });
    }
}
