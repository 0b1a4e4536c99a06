using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.AspireNpgsql;

[Collection("postgres")]
public sealed class AddNpgsqlDataSourceTests(PostgresFixture postgres)
{
    private const string Unused = "Host=127.0.0.1;Port=1;Database=unused";

    [Fact]
    public async Task Registers_a_data_source_and_connections()
    {
        using var host = Build(new() { ["ConnectionStrings:db"] = await postgres.CreateDatabaseAsync() }, builder => builder.AddNpgsqlDataSource("db"));
        var services = host.Services;

        await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 7");
        (await command.ExecuteScalarAsync()).ShouldBe(7);
        services.GetRequiredService<DbDataSource>().ShouldBeSameAs(services.GetRequiredService<NpgsqlDataSource>());
        await using var connection = services.GetRequiredService<NpgsqlConnection>();
        connection.ShouldNotBeSameAs(services.GetRequiredService<NpgsqlConnection>());
        await connection.OpenAsync();
    }

    [Fact]
    public async Task The_health_check_follows_the_server()
    {
        await using var server = await PostgresServer.StartNewAsync();
        using var host = Build(new() { ["ConnectionStrings:db"] = server.ConnectionString }, builder => builder.AddNpgsqlDataSource("db"));
        var health = host.Services.GetRequiredService<HealthCheckService>();

        (await health.CheckHealthAsync()).Entries.Keys.ShouldBe(["PostgreSql"]);
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await server.KillAsync();
        (await health.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public void A_missing_connection_string_is_reported_when_the_data_source_is_asked_for()
    {
        using var host = Build([], builder => builder.AddNpgsqlDataSource("db"));

        var error = Should.Throw<InvalidOperationException>(() => host.Services.GetRequiredService<NpgsqlDataSource>());

        error.Message.ShouldBe(
            "ConnectionString is missing. It should be provided in 'ConnectionStrings:db' or under the 'ConnectionString' key in 'Aspire:Npgsql' configuration section.");
    }

    [Fact]
    public void The_named_section_comes_before_the_common_one_and_the_connection_string_before_both()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Aspire:Npgsql:ConnectionString"] = "Host=common",
            ["Aspire:Npgsql:named:ConnectionString"] = "Host=named",
            ["ConnectionStrings:listed"] = "Host=listed",
        };

        Used(settings, "other").ShouldBe("Host=common");
        Used(settings, "named").ShouldBe("Host=named");
        Used(settings, "listed").ShouldBe("Host=listed");
    }

    [Fact]
    public void Keyed_data_sources_live_side_by_side()
    {
        using var host = Build(
            new() { ["ConnectionStrings:one"] = Unused, ["ConnectionStrings:two"] = Unused + "2" },
            builder =>
            {
                builder.AddKeyedNpgsqlDataSource("one");
                builder.AddKeyedNpgsqlDataSource("two");
            });

        host.Services.GetRequiredKeyedService<NpgsqlDataSource>("two").ConnectionString.ShouldEndWith("unused2");
        host.Services.GetService<NpgsqlDataSource>().ShouldBeNull();
        Checks(host).ShouldBe(["PostgreSql_one", "PostgreSql_two"], ignoreOrder: true);
    }

    [Fact]
    public void Health_checks_can_be_left_out_and_the_builder_be_configured()
    {
        using var host = Build(
            new() { ["ConnectionStrings:db"] = Unused, ["Aspire:Npgsql:DisableHealthChecks"] = "true" },
            builder => builder.AddNpgsqlDataSource("db", configureDataSourceBuilder: source => source.Name = "configured"));

        Checks(host).ShouldBeEmpty();
        host.Services.GetRequiredService<NpgsqlDataSource>().ShouldNotBeNull();
    }

    [Fact]
    public void Refuses_missing_names()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        Should.Throw<ArgumentException>(() => builder.AddNpgsqlDataSource(""));
        Should.Throw<ArgumentNullException>(() => builder.AddKeyedNpgsqlDataSource(null!));
    }

    private static string? Used(Dictionary<string, string?> settings, string name)
    {
        string? used = null;
        using var host = Build(settings, builder => builder.AddNpgsqlDataSource(name, chosen => used = chosen.ConnectionString));
        return used;
    }

    private static IEnumerable<string> Checks(IHost host) => host.Services
        .GetService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>()?.Value.Registrations.Select(check => check.Name) ?? [];

    private static IHost Build(Dictionary<string, string?> settings, Action<IHostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings);
        configure(builder);
        return builder.Build();
    }
}
