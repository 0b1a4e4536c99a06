using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.AspireNats;

[Collection("nats")]
public sealed class AddNatsClientTests(NatsServerFixture nats)
{
    [Fact]
    public async Task Registers_one_connection_that_works()
    {
        await using var host = Build(new() { ["ConnectionStrings:nats"] = nats.Url }, builder => builder.AddNatsClient("nats"));
        var connection = host.Services.GetRequiredService<INatsConnection>();

        await connection.PingAsync();

        connection.ConnectionState.ShouldBe(NatsConnectionState.Open);
        host.Services.GetRequiredService<NatsConnection>().ShouldBeSameAs(connection);
    }

    [Fact]
    public async Task Registers_JetStream_on_the_connection()
    {
        await using var host = Build(
            new() { ["ConnectionStrings:nats"] = nats.Url },
            builder =>
            {
                builder.AddNatsClient("nats");
                builder.AddNatsJetStream();
            });

        var jetStream = host.Services.GetRequiredService<INatsJSContext>();

        jetStream.Connection.ShouldBeSameAs(host.Services.GetRequiredService<INatsConnection>());
    }

    [Fact]
    public async Task The_health_check_tries_a_connection_that_nobody_has_used()
    {
        await using var host = Build(new() { ["ConnectionStrings:nats"] = nats.Url }, builder => builder.AddNatsClient("nats"));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries["NATS"].Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task The_health_check_reports_a_server_that_is_not_there()
    {
        await using var host = Build(
            new() { ["ConnectionStrings:nats"] = "nats://127.0.0.1:1" },
            builder => builder.AddNatsClient("nats", options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(300), MaxReconnectRetry = 0 }));

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task Options_are_the_callbacks_except_for_the_address()
    {
        await using var host = Build(
            new() { ["ConnectionStrings:nats"] = nats.Url },
            builder => builder.AddNatsClient("nats", (_, options) => options with { Name = "mine", Url = "nats://ignored:1" }));

        var options = host.Services.GetRequiredService<INatsConnection>().Opts;

        options.Name.ShouldBe("mine");
        options.Url.ShouldBe(nats.Url);
        options.LoggerFactory.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_missing_connection_string_is_reported_when_the_connection_is_asked_for()
    {
        await using var host = Build([], builder => builder.AddNatsClient("nats"));

        Should.Throw<InvalidOperationException>(() => host.Services.GetRequiredService<INatsConnection>())
            .Message.ShouldBe("NATS connection string not found: nats");
    }

    [Fact]
    public async Task Settings_come_from_the_section_the_named_section_the_connection_string_and_the_callback()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Aspire:NATS:Net:ConnectionString"] = "nats://common",
            ["Aspire:NATS:Net:named:ConnectionString"] = "nats://named",
            ["Aspire:NATS:Net:named:DisableHealthChecks"] = "true",
            ["ConnectionStrings:listed"] = "nats://listed",
        };
        var used = new List<string?>();

        await using var host = Build(settings, builder =>
        {
            foreach (var name in (string[])["other", "named", "listed"])
            {
                builder.AddKeyedNatsClient(name, chosen => used.Add(chosen.ConnectionString));
            }
        });

        used.ShouldBe(["nats://common", "nats://named", "nats://listed"]);
        host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(check => check.Name)
            .ShouldBe(["NATS_other", "NATS_listed"]);
        host.Services.GetRequiredKeyedService<INatsConnection>("named").Opts.Url.ShouldBe("nats://named");
        host.Services.GetService<INatsConnection>().ShouldBeNull();
    }

    private static BuiltHost Build(Dictionary<string, string?> settings, Action<IHostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        configure(builder);
        return new BuiltHost(builder.Build());
    }

    /// <summary>Connections are disposed asynchronously only.</summary>
    private sealed class BuiltHost(IHost host) : IAsyncDisposable
    {
        public IServiceProvider Services => host.Services;

        public ValueTask DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync();
    }
}
