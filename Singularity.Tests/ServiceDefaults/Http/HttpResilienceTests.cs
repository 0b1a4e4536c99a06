using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.ServiceDefaults.Http;

namespace Singularity.Tests.ServiceDefaults.Http;

public sealed class HttpResilienceTests : IAsyncLifetime
{
    private WebApplication? _server;
    private Func<int, HttpContext, Task> _answer = (_, _) => Task.CompletedTask;
    private int _requests;

    private Uri Address => new(_server!.Urls.First());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context => _answer(Interlocked.Increment(ref _requests), context));
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task A_failed_read_is_tried_again()
    {
        Answer((count, context) => context.Response.StatusCode = count < 3 ? 503 : 200);
        using var host = Host();

        using var response = await Client(host).GetAsync(Address);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_failed_write_is_not_tried_again()
    {
        Answer((_, context) => context.Response.StatusCode = 503);
        using var host = Host();

        using var response = await Client(host).PostAsync(Address, null);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        Answer((_, context) => context.Response.StatusCode = 404);
        using var host = Host();

        using var response = await Client(host).GetAsync(Address);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_long_Retry_After_is_the_callers_to_see()
    {
        Answer((_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "60";
        });
        using var host = Host();

        using var response = await Client(host).GetAsync(Address);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        _requests.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_never_answers_costs_the_total_timeout()
    {
        _answer = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        using var host = Host(("AttemptTimeout", "00:00:05"), ("TotalTimeout", "00:00:00.300"));
        var watch = Stopwatch.StartNew();

        var failure = await Should.ThrowAsync<HttpRequestException>(() => Client(host).GetAsync(Address));

        failure.InnerException.ShouldBeOfType<TimeoutException>();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_left_alone_for_a_while()
    {
        Answer((_, context) => context.Response.StatusCode = 500);
        using var host = Host(("Retries", "0"), ("BreakerMinimumRequests", "2"), ("BreakerPause", "00:05:00"));
        using var first = await Client(host).GetAsync(Address);
        using var second = await Client(host).GetAsync(Address);

        await Should.ThrowAsync<HttpRequestException>(() => Client(host).GetAsync(Address));

        _requests.ShouldBe(2);
    }

    private static HttpClient Client(IHost host) => host.Services.GetRequiredService<IHttpClientFactory>().CreateClient("test");

    private static IHost Host(params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(TimeProvider.System);
        foreach (var (name, value) in settings.Prepend(("RetryDelay", "00:00:00.001")))
        {
            builder.Configuration[$"Http:Resilience:{name}"] = value;
        }

        builder.Services.AddLogging();
        builder.AddHttpClientDefaults();
        builder.Services.AddHttpClient();
        return builder.Build();
    }

    private void Answer(Action<int, HttpContext> answer) => _answer = (count, context) =>
    {
        answer(count, context);
        return Task.CompletedTask;
    };
}
