using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry;

/// <summary>Servers of their own, since these tests stop them.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private FakeNpmRegistry _npm = null!;
    private NatsServer _nats = null!;
    private PostgresServer _postgres = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo-lib\n"));
        _npm.Publish("second", "1.0.0", ("README.md", "# second\n"));
        _nats = await NatsServer.StartNewAsync(new NatsServerOptions { User = "nats", Password = "secret", JetStream = true });
        _postgres = await PostgresServer.StartNewAsync();
        _database = await _postgres.CreateDatabaseAsync();
    }

    public async Task DisposeAsync()
    {
        await _npm.DisposeAsync();
        await _nats.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Reads_go_on_and_collecting_says_why_not_while_postgres_is_down()
    {
        await using var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder);
        (await host.CollectAsync("demo-lib")).Ok();
        await _postgres.KillAsync();

        (await host.GetAsync("demo-lib")).Ok().Resolved.ShouldBe("1.0.0");
        var refused = (await host.CollectAsync("second")).Failed();
        (await host.GetAsync("second")).Ok().ServedBy.ShouldBe(ServedBy.Upstream);

        refused.Code.ShouldBe(ErrorCodes.Unavailable);
        refused.Message.ShouldContain("PostgreSQL");
        refused.Message.ShouldNotContain("Password", Case.Insensitive);

        await _postgres.StartAsync();
        await Eventually.IsTrueAsync(async () => await host.CollectAsync("second") is ServiceReply<CollectReport>.Ok, "PostgreSQL accepts writes again");
        (await host.GetAsync("second")).Ok().Resolved.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Does_not_say_that_a_package_is_unknown_while_the_database_that_may_hold_it_is_down()
    {
        await using var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder);
        await _postgres.KillAsync();

        (await host.GetAsync("no-such-thing")).Failed().Code.ShouldBe(ErrorCodes.Unavailable);

        await _postgres.StartAsync();
        await Eventually.IsTrueAsync(
            async () => await host.GetAsync("no-such-thing") is ServiceReply<PackageAnswer>.Failed { Code: ErrorCodes.NotFound }, "it is unknown");
    }

    [Fact]
    public async Task Answers_again_after_nats_was_away()
    {
        await using var host = await RegistryHost.StartAsync(_nats.Url, _database, _npm, _folder);
        (await host.CollectAsync("demo-lib")).Ok();

        await _nats.KillAsync();
        await _nats.StartAsync();

        await Eventually.IsTrueAsync(async () => await host.GetAsync("demo-lib") is ServiceReply<PackageAnswer>.Ok, "the service answers again");
        (await host.CollectAsync("second")).Ok().Package.Version.ShouldBe("1.0.0");
    }
}
