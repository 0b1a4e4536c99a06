using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>What makes a project send its telemetry, and in development without delay.</summary>
internal static class ProjectTelemetry
{
    /// <summary>Stand for the name and the instance of the process; each replica has its own.</summary>
    public const string ServiceName = "{{- index .Annotations \"otel-service-name\" -}}";
    public const string InstanceId = "{{- index .Annotations \"otel-service-instance-id\" -}}";

    private const string DevelopmentDelayMilliseconds = "1000";

    public static IResourceBuilder<ProjectResource> WithTelemetryEnvironment(this IResourceBuilder<ProjectResource> builder)
    {
        var application = builder.ApplicationBuilder;
        var run = application.ExecutionContext.IsRunMode;
        return builder.WithEnvironment(context =>
        {
            var environment = context.EnvironmentVariables;
            environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EXCEPTION_LOG_ATTRIBUTES"] = "true";
            environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_EMIT_EVENT_LOG_ATTRIBUTES"] = "true";
            environment["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            if (!run) return;

            AddExporter(environment, application.Configuration);
            environment["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={InstanceId}";
            environment["OTEL_SERVICE_NAME"] = ServiceName;
            environment["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "true";
            environment["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
            if (application.Environment.IsDevelopment()) AddDevelopment(environment);
        });
    }

    private static void AddExporter(Dictionary<string, object> environment, ConfigurationManager configuration)
    {
        // The dashboard's own endpoint variables are not asked: no dashboard listens there.
        var endpoint = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (string.IsNullOrEmpty(endpoint)) return;

        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] ?? "grpc";
        if (configuration["AppHost:OtlpApiKey"] is { } key) environment["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        else if (configuration["OTEL_EXPORTER_OTLP_HEADERS"] is { } headers) environment["OTEL_EXPORTER_OTLP_HEADERS"] = headers;
    }

    private static void AddDevelopment(Dictionary<string, object> environment)
    {
        environment["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true";
        environment["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true";
        environment["OTEL_BLRP_SCHEDULE_DELAY"] = DevelopmentDelayMilliseconds;
        environment["OTEL_BSP_SCHEDULE_DELAY"] = DevelopmentDelayMilliseconds;
        environment["OTEL_METRIC_EXPORT_INTERVAL"] = DevelopmentDelayMilliseconds;
        environment["OTEL_TRACES_SAMPLER"] = "always_on";
        environment["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";
        environment["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true";
    }
}
