using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace Aspire.NATS.Net;

/// <summary>Registers a connection once per key, with its health check.</summary>
internal static class NatsClientServices
{
    private const string SectionName = "Aspire:NATS:Net";

    public static void Add(
        IHostApplicationBuilder builder,
        string connectionName,
        object? key,
        Action<NatsClientSettings>? configureSettings,
        Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(connectionName);

        var settings = new NatsClientSettings();
        var section = builder.Configuration.GetSection(SectionName);
        section.Bind(settings);
        section.GetSection(connectionName).Bind(settings);
        settings.ConnectionString = builder.Configuration.GetConnectionString(connectionName) ?? settings.ConnectionString;
        configureSettings?.Invoke(settings);

        builder.Services.TryAdd(new ServiceDescriptor(
            typeof(NatsConnection), key, (provider, _) => Connect(provider, connectionName, settings, configureOptions), ServiceLifetime.Singleton));
        builder.Services.TryAdd(new ServiceDescriptor(
            typeof(INatsConnection), key, (provider, _) => Find<NatsConnection>(provider, key), ServiceLifetime.Singleton));

        var check = key is null ? "NATS" : $"NATS_{connectionName}";
        if (!settings.DisableHealthChecks && builder.Properties.TryAdd($"Aspire.HealthChecks.{check}", true))
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                check, provider => new NatsHealthCheck(Find<INatsConnection>(provider, key)), failureStatus: null, tags: null));
        }
    }

    private static NatsConnection Connect(
        IServiceProvider provider,
        string connectionName,
        NatsClientSettings settings,
        Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions)
    {
        var options = NatsOpts.Default with { LoggerFactory = provider.GetRequiredService<ILoggerFactory>() };
        options = configureOptions?.Invoke(provider, options) ?? options;
        var url = settings.ConnectionString ?? throw new InvalidOperationException($"NATS connection string not found: {connectionName}");
        return new NatsConnection(options with { Url = url });
    }

    private static T Find<T>(IServiceProvider provider, object? key)
        where T : notnull =>
        key is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(key);
}
