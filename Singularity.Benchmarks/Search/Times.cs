using System.Diagnostics;
using Singularity.Benchmarks.Reports;

namespace Singularity.Benchmarks.Search;

/// <summary>Durations of many calls.</summary>
internal sealed class Times
{
    private readonly List<double> _milliseconds = [];

    public double P50 => At(0.5);

    public double P95 => At(0.95);

    public void Measure(Action call)
    {
        var started = Stopwatch.GetTimestamp();
        call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public async Task MeasureAsync(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    public void Report(BenchReport report, string name, string? target = null)
    {
        report.Add($"{name}, p50", P50, "ms");
        report.Add($"{name}, p95", P95, "ms", target);
    }

    private double At(double share)
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
