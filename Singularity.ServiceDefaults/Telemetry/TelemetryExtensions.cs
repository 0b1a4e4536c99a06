using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Singularity.ServiceDefaults.Telemetry;

internal static class TelemetryExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// Exports traces, metrics and logs when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; without it nothing listens and nothing is
    /// spent. The SDK itself reads the other <c>OTEL_*</c> variables: protocol, headers, sampler, intervals.
    /// </summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStartupFilter, RequestActivityFilter>();
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(options =>
        {
            options.IncludeScopes = true;
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(Describe(ResourceBuilder.CreateDefault(), builder));
            options.AddOtlpExporter();
        });
        builder.Services.AddSingleton(services => CreateSdk(builder, services.GetRequiredService<IConfiguration>()));
        builder.Services.AddHostedService<TelemetryHost>();
    }

    private static OpenTelemetrySdk CreateSdk(IHostApplicationBuilder builder, IConfiguration configuration) => OpenTelemetrySdk.Create(sdk =>
    {
        // The SDK has a container of its own, which would read environment variables only.
        sdk.Services.AddSingleton(configuration);
        sdk.ConfigureResource(resource => Describe(resource, builder));
        sdk.WithTracing(tracing => tracing.AddSource(SingularityTelemetry.Sources).AddOtlpExporter());
        sdk.WithMetrics(metrics => metrics.AddMeter(SingularityTelemetry.Meters).AddOtlpExporter());
    });

    private static ResourceBuilder Describe(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        var attributes = builder.Configuration["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
        var named = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_SERVICE_NAME"]) || attributes.Contains("service.name=", StringComparison.Ordinal);
        if (!named)
        {
            resource.AddService(builder.Environment.ApplicationName, null, null, false);
        }

        return resource.AddEnvironmentVariableDetector().AddAttributes(
            [new KeyValuePair<string, object>("deployment.environment.name", builder.Environment.EnvironmentName)]);
    }
}
