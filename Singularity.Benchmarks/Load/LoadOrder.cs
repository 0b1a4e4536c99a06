using System.Globalization;

namespace Singularity.Benchmarks.Load;

/// <summary>What a load generator is to do, as one line.</summary>
/// <param name="Callers">Each waits for its answer before it asks again.</param>
/// <param name="Duration">When callers stop asking.</param>
/// <param name="RequestsPerCaller">After which a caller stops earlier; 0 for no such limit.</param>
internal sealed record LoadOrder(string Subject, int Callers, TimeSpan Duration, int RequestsPerCaller, byte[] Request)
{
    public static LoadOrder Parse(string line)
    {
        var parts = line.Split(' ');
        return new LoadOrder(
            parts[0],
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(double.Parse(parts[2], CultureInfo.InvariantCulture)),
            int.Parse(parts[3], CultureInfo.InvariantCulture),
            Convert.FromBase64String(parts[4]));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Subject} {Callers} {Duration.TotalMilliseconds:0} {RequestsPerCaller} {Convert.ToBase64String(Request)}");
}

/// <summary>What came of it, as one line.</summary>
/// <param name="Refused">Answered with an error of the service.</param>
/// <param name="Lost">Not answered within half a minute.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
internal sealed record LoadResult(long Answered, long Refused, long Lost, double Seconds, double P50, double P99)
{
    public double PerSecond => Answered / Seconds;

    public static LoadResult Parse(string line)
    {
        var numbers = line.Split(' ').Select(static part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new LoadResult((long)numbers[0], (long)numbers[1], (long)numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Answered} {Refused} {Lost} {Seconds:R} {P50:R} {P99:R}");
}
