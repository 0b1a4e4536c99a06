using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Singularity.Tests.StandIns.Hosting;

public sealed class TopologyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_server_becomes_healthy_where_its_connection_string_says()
    {
        await using var builder = Builder();
        builder.AddNats("nats").WithJetStream().WithDataVolume("bus");
        await using var application = await builder.BuildAsync();
        await application.StartAsync();

        var healthy = await application.ResourceNotifications.WaitForResourceHealthyAsync("nats").WaitAsync(Patience);

        healthy.Snapshot.HealthStatus.ShouldBe(HealthStatus.Healthy);
        var address = new Uri((await application.GetConnectionStringAsync("nats"))!);
        address.Port.ShouldBe(application.GetEndpoint("nats", "tcp").Port);
        address.Port.ShouldNotBe(4222);
    }

    [Fact]
    public async Task A_dependent_starts_after_what_it_waits_for_is_healthy_and_stops_before_it()
    {
        await using var builder = Builder();
        var first = builder.AddNats("first");
        builder.AddNats("second").WaitFor(first);
        await using var application = await builder.BuildAsync();
        var events = new ConcurrentQueue<string>();
        using var watched = new CancellationTokenSource();
        var watching = WatchAsync(application, events, watched.Token);

        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("second").WaitAsync(Patience);
        await application.StopAsync();
        await watched.CancelAsync();
        await watching;

        var order = events.ToList();
        order.IndexOf("first healthy").ShouldBeLessThan(order.IndexOf("second Starting"));
        order.IndexOf("second Finished").ShouldBeInRange(0, order.IndexOf("first Stopping"));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_and_becomes_healthy()
    {
        await using var builder = Builder();
        builder.AddNats("nats").WithDataVolume("bus");
        await using var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("nats").WaitAsync(Patience);

        foreach (var process in _home.Processes()) using (process) process.Kill();

        await application.ResourceNotifications.WaitForResourceAsync("nats", KnownResourceStates.Exited).WaitAsync(Patience);
        await application.ResourceNotifications.WaitForResourceHealthyAsync("nats", WaitBehavior.WaitOnResourceUnavailable).WaitAsync(Patience);
    }

    [Fact]
    public async Task Databases_exist_when_they_are_healthy()
    {
        await using var builder = Builder();
        builder.AddPostgres("postgres").WithDataVolume("truth").AddDatabase("db", "some \"name\"");
        await using var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("db").WaitAsync(Patience);

        await using var connection = new NpgsqlConnection(await application.GetConnectionStringAsync("db") + ";Pooling=false");
        await connection.OpenAsync();

        connection.Database.ShouldBe("some \"name\"");
    }

    [Fact]
    public async Task A_volume_in_use_is_refused_with_its_name_and_the_remedy()
    {
        await using var builder = Builder();
        builder.AddNats("nats").WithDataVolume("bus");
        await using var application = await builder.BuildAsync();
        await application.StartAsync();
        await application.ResourceNotifications.WaitForResourceHealthyAsync("nats").WaitAsync(Patience);

        await using var other = Builder();
        other.AddNats("nats").WithDataVolume("bus");
        await using var second = await other.BuildAsync();
        await second.StartAsync();

        await second.ResourceNotifications.WaitForResourceAsync("nats", KnownResourceStates.FailedToStart).WaitAsync(Patience);
        await Should.ThrowAsync<DistributedApplicationException>(() => second.ResourceNotifications.WaitForResourceHealthyAsync("nats"));
    }

    [Fact]
    public async Task Disposing_leaves_no_process_and_no_secret_behind()
    {
        await using (var builder = Builder())
        {
            var nats = builder.AddNats("nats").WithDataVolume("bus");
            await using var application = await builder.BuildAsync();
            await application.StartAsync();
            await application.ResourceNotifications.WaitForResourceHealthyAsync("nats").WaitAsync(Patience);
            var password = await nats.Resource.PasswordParameter!.GetValueAsync(CancellationToken.None);
            _home.CommandLines().ShouldNotBeEmpty();
            _home.CommandLines().ShouldAllBe(line => !line.Contains(password!, StringComparison.Ordinal));
        }

        _home.CommandLines().ShouldBeEmpty();
    }

    private IDistributedApplicationTestingBuilder Builder() => DistributedApplicationTestingBuilder.Create($"SINGULARITY_HOME={_home.Path}");

    private static async Task WatchAsync(DistributedApplication application, ConcurrentQueue<string> events, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in application.ResourceNotifications.WatchAsync(cancellationToken))
            {
                events.Enqueue($"{change.Resource.Name} {change.Snapshot.State?.Text}");
                if (change.Snapshot.HealthStatus == HealthStatus.Healthy) events.Enqueue($"{change.Resource.Name} healthy");
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
