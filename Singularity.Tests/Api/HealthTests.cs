using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Singularity.Tests.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_follows_NATS_down_and_up_again_and_alive_does_not_care()
    {
        await using var nats = await NatsServer.StartNewAsync(new NatsServerOptions { User = "someone", Password = "hush" });
        await using var api = await ApiHost.StartAsync(nats.Url, NatsPeer.NewPrefix());
        await Eventually.IsTrueAsync(() => IsAsync(api, HttpStatusCode.OK), "healthy with NATS");

        await nats.KillAsync();
        await Eventually.IsTrueAsync(() => IsAsync(api, HttpStatusCode.ServiceUnavailable), "unhealthy without NATS");
        var watch = Stopwatch.StartNew();
        using var down = await api.Client.GetAsync("/health");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        var text = await down.Content.ReadAsStringAsync();
        JsonDocument.Parse(text).RootElement.GetProperty("checks").GetProperty("NATS").GetString().ShouldBe("unhealthy");
        text.ShouldNotContain("hush");
        using var alive = await api.Client.GetAsync("/alive");
        alive.StatusCode.ShouldBe(HttpStatusCode.OK);

        await nats.StartAsync();
        await Eventually.IsTrueAsync(() => IsAsync(api, HttpStatusCode.OK), "healthy again");
    }

    [Fact]
    public async Task It_starts_without_NATS_and_answers_503()
    {
        await using var nats = await NatsServer.StartNewAsync();
        await nats.KillAsync();
        await using var api = await ApiHost.StartAsync(nats.Url, NatsPeer.NewPrefix(), "Api:ReadTimeout=00:00:02");
        var watch = Stopwatch.StartNew();

        using var health = await api.Client.GetAsync("/health");
        using var package = await api.Client.GetAsync("/api/packages/npm/express");

        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        package.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await package.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("NATS");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    private static async Task<bool> IsAsync(ApiHost api, HttpStatusCode status)
    {
        using var response = await api.Client.GetAsync("/health");
        return response.StatusCode == status;
    }
}
