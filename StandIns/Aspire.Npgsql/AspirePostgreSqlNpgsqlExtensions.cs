using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers PostgreSQL data sources, configured by <c>Aspire:Npgsql</c>, with health checks.</summary>
public static class AspirePostgreSqlNpgsqlExtensions
{
    private const string SectionName = "Aspire:Npgsql";

    /// <summary>Registers the data source of <c>ConnectionStrings:{connectionName}</c>, with the health check <c>PostgreSql</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The connection string's name, and that of the section below <c>Aspire:Npgsql</c>.</param>
    /// <param name="configureSettings">Has the last word on the settings.</param>
    /// <param name="configureDataSourceBuilder">Has the last word on the data source.</param>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string connectionName,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
        Add(builder, connectionName, null, configureSettings, configureDataSourceBuilder);

    /// <summary>Registers a data source under a key, with the health check <c>PostgreSql_{name}</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The key, and the connection string's name.</param>
    /// <param name="configureSettings">Has the last word on the settings.</param>
    /// <param name="configureDataSourceBuilder">Has the last word on the data source.</param>
    public static void AddKeyedNpgsqlDataSource(
        this IHostApplicationBuilder builder,
        string name,
        Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Add(builder, name, name, configureSettings, configureDataSourceBuilder);
    }

    private static void Add(
        IHostApplicationBuilder builder,
        string connectionName,
        object? key,
        Action<NpgsqlSettings>? configureSettings,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new NpgsqlSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.AddDataSource(key, provider => DataSourceServices.Build(provider, settings.ConnectionString, source =>
        {
            // Not before the data source is asked for: by then there are loggers to tell of it.
            if (string.IsNullOrWhiteSpace(settings.ConnectionString))
            {
                throw new InvalidOperationException(
                    $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' or " +
                    $"under the 'ConnectionString' key in '{SectionName}' configuration section.");
            }

            configureDataSourceBuilder?.Invoke(source);
        }));

        var check = key is null ? "PostgreSql" : $"PostgreSql_{connectionName}";
        if (!settings.DisableHealthChecks && builder.Properties.TryAdd($"Aspire.HealthChecks.{check}", true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                check, provider => new NpgsqlHealthCheck(DataSourceServices.Find<NpgsqlDataSource>(provider, key)), failureStatus: null, tags: null));
        }
    }
}
