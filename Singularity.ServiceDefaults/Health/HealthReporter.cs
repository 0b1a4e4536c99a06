using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;

namespace Singularity.ServiceDefaults.Health;

/// <summary>
/// Runs the checks at most once per half second however often it is asked, and answers within 1.5 s also when a check ignores its
/// time-out.
/// </summary>
internal sealed class HealthReporter(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1_500);

    private readonly Lock _gate = new();
    private Task<HealthReport>? _running;
    private HealthAnswer? _last;
    private long _lastAt;

    public async Task<HealthAnswer> AliveAsync(CancellationToken cancellationToken) =>
        HealthAnswer.From(await checks.CheckHealthAsync(static check => check.Tags.Contains(HealthEndpoints.LiveTag), cancellationToken));

    public async Task<HealthAnswer> ReadyAsync(CancellationToken cancellationToken)
    {
        Task<HealthReport> running;
        lock (_gate)
        {
            if (_last is not null && time.GetElapsedTime(_lastAt) < Fresh)
            {
                return _last;
            }

            running = _running is { IsCompleted: false } ? _running : _running = RunAsync();
        }

        try
        {
            var answer = HealthAnswer.From(await running.WaitAsync(Longest, time, cancellationToken));
            lock (_gate)
            {
                (_last, _lastAt) = (answer, time.GetTimestamp());
            }

            return answer;
        }
        catch (TimeoutException)
        {
            return new HealthAnswer(HealthAnswer.Unhealthy, new Dictionary<string, string> { ["checks"] = "timed out" });
        }
    }

    private async Task<HealthReport> RunAsync()
    {
        // Probes come every few seconds; their pings and SELECTs are no part of anybody's trace.
        using var quiet = SuppressInstrumentationScope.Begin();

        // Not the caller's token: others may be waiting for the same run.
        return await Task.Run(() => checks.CheckHealthAsync(CancellationToken.None), CancellationToken.None);
    }
}
