using Aspire.NATS.Net;
using Microsoft.Extensions.DependencyInjection;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers NATS connections, configured by <c>Aspire:NATS:Net</c>, with health checks.</summary>
public static class AspireNatsClientExtensions
{
    /// <summary>Registers <see cref="NatsConnection"/> and <see cref="INatsConnection"/>, with the health check <c>NATS</c>.</summary>
    public static void AddNatsClient(this IHostApplicationBuilder builder, string connectionName) =>
        NatsClientServices.Add(builder, connectionName, null, null, null);

    /// <inheritdoc cref="AddNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddNatsClient(
        this IHostApplicationBuilder builder, string connectionName, Action<NatsClientSettings>? configureSettings) =>
        NatsClientServices.Add(builder, connectionName, null, configureSettings, null);

    /// <inheritdoc cref="AddNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddNatsClient(
        this IHostApplicationBuilder builder, string connectionName, Func<NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, connectionName, null, null, WithoutServices(configureOptions));

    /// <inheritdoc cref="AddNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddNatsClient(
        this IHostApplicationBuilder builder, string connectionName, Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, connectionName, null, null, configureOptions);

    /// <inheritdoc cref="AddNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddNatsClient(
        this IHostApplicationBuilder builder, string connectionName, Action<NatsClientSettings>? configureSettings, Func<NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, connectionName, null, configureSettings, WithoutServices(configureOptions));

    /// <inheritdoc cref="AddNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddNatsClient(
        this IHostApplicationBuilder builder, string connectionName, Action<NatsClientSettings>? configureSettings, Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, connectionName, null, configureSettings, configureOptions);

    /// <summary>Registers <see cref="NatsConnection"/> and <see cref="INatsConnection"/> under a key, with the health check <c>NATS_{name}</c>.</summary>
    public static void AddKeyedNatsClient(this IHostApplicationBuilder builder, string name) =>
        NatsClientServices.Add(builder, name, Required(name), null, null);

    /// <inheritdoc cref="AddKeyedNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddKeyedNatsClient(
        this IHostApplicationBuilder builder, string name, Action<NatsClientSettings>? configureSettings) =>
        NatsClientServices.Add(builder, name, Required(name), configureSettings, null);

    /// <inheritdoc cref="AddKeyedNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddKeyedNatsClient(this IHostApplicationBuilder builder, string name, Func<NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, name, Required(name), null, WithoutServices(configureOptions));

    /// <inheritdoc cref="AddKeyedNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddKeyedNatsClient(
        this IHostApplicationBuilder builder, string name, Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, name, Required(name), null, configureOptions);

    /// <inheritdoc cref="AddKeyedNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddKeyedNatsClient(
        this IHostApplicationBuilder builder, string name, Action<NatsClientSettings>? configureSettings, Func<NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, name, Required(name), configureSettings, WithoutServices(configureOptions));

    /// <inheritdoc cref="AddKeyedNatsClient(IHostApplicationBuilder, string)"/>
    public static void AddKeyedNatsClient(
        this IHostApplicationBuilder builder, string name, Action<NatsClientSettings>? configureSettings, Func<IServiceProvider, NatsOpts, NatsOpts>? configureOptions) =>
        NatsClientServices.Add(builder, name, Required(name), configureSettings, configureOptions);

    /// <summary>Registers <see cref="INatsJSContext"/> on the connection.</summary>
    public static void AddNatsJetStream(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<INatsJSContext>(static provider => new NatsJSContext(provider.GetRequiredService<INatsConnection>()));
    }

    private static string Required(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name;
    }

    private static Func<IServiceProvider, NatsOpts, NatsOpts>? WithoutServices(Func<NatsOpts, NatsOpts>? configureOptions) =>
        configureOptions is null ? null : (_, options) => configureOptions(options);
}
