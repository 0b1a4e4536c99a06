using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Singularity.ServiceDefaults;

namespace Singularity.Tests.ServiceDefaults.Telemetry;

public sealed class TelemetryTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _received = new();
    private readonly ConcurrentBag<string> _keys = [];
    private WebApplication? _collector;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);

            // Protobuf keeps strings as they are.
            var text = Encoding.Latin1.GetString(body.ToArray());
            _received.AddOrUpdate(signal, text, (_, before) => before + text);
            _keys.Add(request.Headers["x-otlp-api-key"].ToString());
        });
        await _collector.StartAsync();
    }

    public async Task DisposeAsync() => await _collector!.DisposeAsync();

    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector_by_the_end_of_the_application()
    {
        await RunAsync(
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={_collector!.Urls.First()}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_EXPORTER_OTLP_HEADERS=x-otlp-api-key=letmein",
            "--OTEL_SERVICE_NAME=some-service",
            "--OTEL_RESOURCE_ATTRIBUTES=service.instance.id=number-7");

        _received.Keys.Order().ShouldBe(["logs", "metrics", "traces"]);
        _received.Values.ShouldAllBe(text => text.Contains("some-service") && text.Contains("number-7"));
        _keys.ShouldAllBe(key => key == "letmein");
        _received["traces"].ShouldContain("GET /things/{id:int}");
        _received["traces"].ShouldContain("http.route");
        _received["traces"].ShouldNotContain("GET /alive");
        _received["logs"].ShouldContain("Thing 7 was asked for");
        _received["logs"].ShouldContain("inside a scope");
        _received["metrics"].ShouldContain("http.server.request.duration");
    }

    [Fact]
    public async Task The_sampler_of_the_environment_is_obeyed()
    {
        await RunAsync(
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={_collector!.Urls.First()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_TRACES_SAMPLER=always_off");

        _received.Keys.ShouldNotContain("traces");
        _received.Keys.ShouldContain("logs");
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_sent()
    {
        await RunAsync("--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");

        _received.ShouldBeEmpty();
    }

    [Fact]
    public Task An_absent_collector_does_not_keep_the_application_from_ending() =>
        RunAsync("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf").WaitAsync(TimeSpan.FromMinutes(1));

    private static async Task RunAsync(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", "--environment=Production", .. settings]);
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGet("/things/{id:int}", (int id, ILogger<TelemetryTests> logger) =>
        {
            using (logger.BeginScope(new Dictionary<string, object> { ["where"] = "inside a scope" }))
            {
                logger.LogInformation("Thing {Id} was asked for", id);
            }

            return "thing";
        });
        await app.StartAsync();
        using var client = new HttpClient();
        (await client.GetStringAsync(app.Urls.First() + "/things/7")).ShouldBe("thing");
        (await client.GetStringAsync(app.Urls.First() + "/alive")).ShouldContain("healthy");
        await app.StopAsync();
    }
}
