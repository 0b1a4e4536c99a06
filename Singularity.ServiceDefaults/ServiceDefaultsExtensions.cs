using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Singularity.ServiceDefaults.Health;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Http;
using Singularity.ServiceDefaults.Json;
using Singularity.ServiceDefaults.Telemetry;

namespace Singularity.ServiceDefaults;

/// <summary>What every service of Singularity shares. Call it first, so that telemetry stops last.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Telemetry over OTLP, health checks, JSON, resilient HTTP clients and the home folder.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(SingularityHome.Resolve());
        builder.AddTelemetry();
        builder.AddDefaultHealthChecks();
        builder.AddSingularityJson();
        builder.AddHttpClientDefaults();
        return builder;
    }

    /// <summary>Maps <c>/health</c> (every check) and <c>/alive</c> (the process answers).</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.MapHealth();
        return app;
    }
}
