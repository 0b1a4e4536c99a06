using Microsoft.AspNetCore.Builder;
using Singularity.Api;

namespace Singularity.Tests.Api;

/// <summary>The API in this process, on a free loopback port.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiHost> StartAsync(string natsUrl, string prefix, params string[] settings)
    {
        var app = ApiApp.Create([
            "--urls=http://127.0.0.1:0",
            "--environment=Production",
            "--Logging:LogLevel:Default=None",
            $"--ConnectionStrings:nats={natsUrl}",
            $"--Singularity:SubjectPrefix={prefix}",
            .. settings.Select(setting => "--" + setting),
        ]);
        await app.StartAsync();
        return new ApiHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
