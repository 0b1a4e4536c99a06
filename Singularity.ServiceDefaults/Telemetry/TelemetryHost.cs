using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Singularity.ServiceDefaults.Telemetry;

/// <summary>Keeps the SDK alive with the application and sends what is left at its end, for five seconds at most.</summary>
internal sealed class TelemetryHost(OpenTelemetrySdk sdk, IServiceProvider services) : IHostedService
{
    private const int FlushMilliseconds = 5_000;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // Shutting down blocks its thread and happens once; disposing later finds it done. An absent collector costs the deadline, once.
        var logs = services.GetService<LoggerProvider>();
        return Task.WhenAll(
            Task.Run(() => sdk.TracerProvider.Shutdown(FlushMilliseconds), CancellationToken.None),
            Task.Run(() => sdk.MeterProvider.Shutdown(FlushMilliseconds), CancellationToken.None),
            Task.Run(() => logs?.Shutdown(FlushMilliseconds), CancellationToken.None)).WaitAsync(cancellationToken);
    }
}
