// The builder that takes their place says the same in more words.
#pragma warning disable CS0618
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace Singularity.Tests.StandIns.Hosting;

public sealed class EnvironmentTests
{
    private const string Password = "p/1{}x";

    [Fact]
    public async Task A_NATS_reference_gives_the_connection_string_and_its_parts()
    {
        await using var builder = Builder();
        var nats = builder.AddNats("nats", password: Secret(builder, "bus-password"));
        var api = builder.AddProject<Projects.Singularity_Api>("api").WithReference(nats);
        Allocate(nats.Resource, 20001);
        Allocate(api.Resource, 5101);

        var environment = await api.Resource.GetEnvironmentVariableValuesAsync();

        environment["ConnectionStrings__nats"].ShouldBe("nats://nats:p%2F1%7B%7Dx@localhost:20001");
        environment["NATS_HOST"].ShouldBe("localhost");
        environment["NATS_PORT"].ShouldBe("20001");
        environment["NATS_USERNAME"].ShouldBe("nats");
        environment["NATS_PASSWORD"].ShouldBe(Password);
        environment["NATS_URI"].ShouldBe("nats://nats:p%2F1%7B%7Dx@localhost:20001");
    }

    [Fact]
    public async Task A_database_reference_gives_the_connection_string_and_its_parts()
    {
        await using var builder = Builder();
        var postgres = builder.AddPostgres("postgres", password: Secret(builder, "sql-password"));
        var database = postgres.AddDatabase("centralcloud-db", "centralcloud");
        var api = builder.AddProject<Projects.Singularity_Api>("api").WithReference(database);
        Allocate(postgres.Resource, 20002);
        Allocate(api.Resource, 5101);

        var environment = await api.Resource.GetEnvironmentVariableValuesAsync();

        environment["ConnectionStrings__centralcloud-db"].ShouldBe(
            $"Host=localhost;Port=20002;Username=postgres;Password={Password};Database=centralcloud");
        environment["CENTRALCLOUD_DB_HOST"].ShouldBe("localhost");
        environment["CENTRALCLOUD_DB_PORT"].ShouldBe("20002");
        environment["CENTRALCLOUD_DB_USERNAME"].ShouldBe("postgres");
        environment["CENTRALCLOUD_DB_PASSWORD"].ShouldBe(Password);
        environment["CENTRALCLOUD_DB_DATABASENAME"].ShouldBe("centralcloud");
        environment["CENTRALCLOUD_DB_URI"].ShouldBe("postgresql://postgres:p%2F1%7B%7Dx@localhost:20002/centralcloud");
        environment["CENTRALCLOUD_DB_JDBCCONNECTIONSTRING"].ShouldBe("jdbc:postgresql://localhost:20002/centralcloud");
    }

    [Fact]
    public async Task A_project_reference_gives_its_endpoints_for_service_discovery()
    {
        await using var builder = Builder();
        var registry = builder.AddProject<Projects.Singularity_Registry>("registry");
        var api = builder.AddProject<Projects.Singularity_Api>("api").WithReference(registry);
        Allocate(registry.Resource, 5102);
        Allocate(api.Resource, 5101);

        var environment = await api.Resource.GetEnvironmentVariableValuesAsync();

        environment["services__registry__http__0"].ShouldBe("http://localhost:5102");
        environment["REGISTRY_HTTP"].ShouldBe("http://localhost:5102");
    }

    [Fact]
    public async Task A_project_gets_its_launch_profile_and_what_telemetry_needs()
    {
        await using var builder = Builder();
        var api = builder.AddProject<Projects.Singularity_Api>("api");
        Allocate(api.Resource, 5101);

        var environment = await api.Resource.GetEnvironmentVariableValuesAsync();

        environment["ASPNETCORE_URLS"].ShouldStartWith("http://localhost:");
        environment["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        environment["DOTNET_LAUNCH_PROFILE"].ShouldBe("http");
        environment["OTEL_SERVICE_NAME"].ShouldNotBeNullOrEmpty();
        environment["OTEL_RESOURCE_ATTRIBUTES"].ShouldStartWith("service.instance.id=");
        environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"].ShouldBe("in_memory");
    }

    [Fact]
    public async Task A_server_gets_its_own_variables_and_arguments()
    {
        await using var builder = Builder();
        var nats = builder.AddNats("nats", password: Secret(builder, "bus-password")).WithJetStream().WithDataVolume("data");
        var postgres = builder.AddPostgres("postgres", password: Secret(builder, "sql-password"));

        (await nats.Resource.GetArgumentValuesAsync()).ShouldBe(["--user", "nats", "--pass", Password, "-js", "-sd", "/var/lib/nats"]);
        (await postgres.Resource.GetEnvironmentVariableValuesAsync()).ShouldBe(new Dictionary<string, string>
        {
            ["POSTGRES_HOST_AUTH_METHOD"] = "scram-sha-256",
            ["POSTGRES_INITDB_ARGS"] = "--auth-host=scram-sha-256 --auth-local=scram-sha-256",
            ["POSTGRES_USER"] = "postgres",
            ["POSTGRES_PASSWORD"] = Password,
        }, ignoreOrder: true);
    }

    private static IDistributedApplicationTestingBuilder Builder() =>
        DistributedApplicationTestingBuilder.Create($"Parameters:bus-password={Password}", $"Parameters:sql-password={Password}");

    private static IResourceBuilder<ParameterResource> Secret(IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, secret: true);

    private static void Allocate(IResource resource, int port)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", port, targetPortExpression: $"{port}");
    }
}
