using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    private const string Registry = "docker.io";
    private const string Image = "library/postgres";
    private const string Tag = "17.6";
    private const int ServerPort = 5432;
    private const string DataDirectory = "/var/lib/postgresql/data";

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var secret = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var postgres = new PostgresServerResource(name, userName?.Resource, secret);
        builder.Eventing.Subscribe<ResourceReadyEvent>(
            postgres, (ready, cancellationToken) => PostgresDatabases.CreateAsync(postgres, cancellationToken));
        return builder.AddResource(postgres)
            .WithEndpoint(port: port, targetPort: ServerPort, name: PostgresServerResource.PrimaryEndpointName)
            .WithImage(Image, Tag)
            .WithImageRegistry(Registry)
            .WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["POSTGRES_USER"] = postgres.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = postgres.PasswordParameter;
            })
            .WithConnectionCheck(new PostgresConnectionCheck(postgres, PostgresDatabases.Maintenance))
            .WithAnnotation(new NativeServerAnnotation(PostgresProcess.CommandAsync) { RefusesRoot = true });
    }

    /// <summary>The database is created when the server is healthy and does not have it.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(name, database.DatabaseName);
        return builder.ApplicationBuilder.AddResource(database)
            .WithConnectionCheck(new PostgresConnectionCheck(builder.Resource, database.DatabaseName));
    }

    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? VolumeName.Generate(builder, "data"), DataDirectory, isReadOnly);

    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithBindMount(source, DataDirectory, isReadOnly);
    }

    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    private static IResourceBuilder<T> WithConnectionCheck<T>(this IResourceBuilder<T> builder, PostgresConnectionCheck check) where T : IResource
    {
        var key = $"{builder.Resource.Name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(
            new HealthCheckRegistration(key, _ => check, failureStatus: null, tags: null, HealthMonitor.Patience));
        return builder.WithHealthCheck(key);
    }
}
