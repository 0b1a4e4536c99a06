using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Singularity.Contracts.Messaging;

namespace Singularity.ServiceDefaults.Nats;

public static class NatsExtensions
{
    /// <summary>The setting that puts all subjects under a prefix, so that tests and environments share one server. Default: none.</summary>
    public const string SubjectPrefixKey = "Singularity:SubjectPrefix";

    /// <summary>
    /// One connection, <see cref="Subjects"/>, <see cref="NatsRequester"/>, <see cref="ServiceOptions"/> and the health check <c>NATS</c>. The service starts without
    /// the server and the connection comes back by itself, however long the server was away.
    /// </summary>
    public static IHostApplicationBuilder AddSingularityNats(this IHostApplicationBuilder builder, string connectionName = "nats")
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddNatsClient(
            connectionName,
            static settings =>
            {
                // The component's own check knows only the state of the socket; its tracing needs a provider in the host's container.
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            options => Configure(options, builder.Environment.ApplicationName));
        builder.Services.AddHealthChecks().AddCheck<NatsCheck>("NATS");
        builder.Services.AddSingleton(new Subjects(builder.Configuration[SubjectPrefixKey]));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<NatsRequester>();
        builder.Services.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
        builder.Services.AddOptions<ServiceOptions>().BindConfiguration(ServiceOptions.Section).ValidateOnStart();
        builder.Services.AddHostedService<NatsConnector>();
        return builder;
    }

    /// <summary>The options of every connection of ours.</summary>
    /// <param name="options">Address and logging.</param>
    /// <param name="name">Shown by the server in its connection list.</param>
    public static NatsOpts Configure(NatsOpts options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Name = name,
            SerializerRegistry = SingularitySerializers.Default,
            RetryOnInitialConnect = true,
            MaxReconnectRetry = -1,

            // A server that was set up anew refuses us until its accounts are in place.
            IgnoreAuthErrorAbort = true,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(250),
            ReconnectWaitMax = TimeSpan.FromSeconds(2),
            RequestTimeout = TimeSpan.FromSeconds(5),
            PingInterval = TimeSpan.FromSeconds(20),
        };
    }
}
