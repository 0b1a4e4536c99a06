using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Singularity.ServiceDefaults.Postgres.Migrations;

namespace Singularity.ServiceDefaults.Postgres;

public static class PostgresExtensions
{
    /// <summary>The data source of a connection string, with vectors, and the health check <c>PostgreSql</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">Names the connection string.</param>
    public static IHostApplicationBuilder AddSingularityPostgres(this IHostApplicationBuilder builder, string connectionName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNpgsqlDataSource(
            connectionName,
            static settings =>
            {
                // Our telemetry listens to Npgsql already; the component's needs a provider in the host's container.
                settings.DisableTracing = true;
                settings.DisableMetrics = true;
            },
            source => Configure(source, builder.Environment.ApplicationName));
        return builder;
    }

    /// <summary>
    /// Applies the SQL files embedded in an assembly to the data source, in the background: the service starts at once, the health check
    /// <c>migrations</c> is unhealthy until the schema is there, and <see cref="MigrationState"/> tells who must wait.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="databaseName">For messages.</param>
    /// <param name="assembly">Holds the files.</param>
    /// <param name="resourcePrefix">Resource names are this followed by <c>0001_what_it_does.sql</c>.</param>
    /// <param name="component">
    /// Names a component with tables of its own in a database that others have tables in too; its files are numbered on their own. Null for the
    /// database's owner. Sets are applied in the order in which they were added.
    /// </param>
    /// <param name="optional">Numbers of the files that are left out while the server lacks what they need, and tried again; <see cref="MigrationState.LeftOut"/> says why.</param>
    public static IHostApplicationBuilder AddMigrations(
        this IHostApplicationBuilder builder, string databaseName, Assembly assembly, string resourcePrefix, string? component = null, IReadOnlyList<int>? optional = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        if (builder.Services.All(static service => service.ServiceType != typeof(MigrationState)))
        {
            builder.Services.AddSingleton<MigrationState>();
            builder.Services.AddSingleton<DatabaseGuard>();
            builder.Services.AddHostedService<MigrationWorker>();
            builder.Services.AddHealthChecks().AddCheck<MigrationCheck>("migrations");
        }

        builder.Services.AddSingleton(MigrationSet.Load(databaseName, assembly, resourcePrefix, component, optional));
        return builder;
    }

    private static void Configure(NpgsqlDataSourceBuilder source, string applicationName)
    {
        var connection = source.ConnectionStringBuilder;
        connection.ApplicationName ??= applicationName;

        // What the connection string says stays; these replace the driver's own defaults of 15 s, 100 connections and no prepared statements.
        if (!connection.ShouldSerialize("Timeout"))
        {
            connection.Timeout = 5;
        }

        if (!connection.ShouldSerialize("Maximum Pool Size"))
        {
            connection.MaxPoolSize = 20;
        }

        // The services' statements are few and come again and again: parsed and planned once for each connection.
        if (!connection.ShouldSerialize("Max Auto Prepare"))
        {
            connection.MaxAutoPrepare = 64;
        }

        if (!connection.ShouldSerialize("Auto Prepare Min Usages"))
        {
            connection.AutoPrepareMinUsages = 2;
        }

        // No service leaves session state behind, so that taking a connection from the pool need not reset any.
        if (!connection.ShouldSerialize("No Reset On Close"))
        {
            connection.NoResetOnClose = true;
        }

        source.UseVector();
    }
}
