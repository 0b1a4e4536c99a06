using System.Globalization;

namespace Singularity.Benchmarks.Load;

/// <summary>What a load generator is to do, as one line.</summary>
/// <param name="Targets">Each caller asks them in turn, request by request.</param>
/// <param name="Callers">Each waits for its answer before it asks again.</param>
/// <param name="Duration">When callers stop asking.</param>
/// <param name="RequestsPerCaller">After which a caller stops earlier; 0 for no such limit.</param>
internal sealed record LoadOrder(IReadOnlyList<LoadTarget> Targets, int Callers, TimeSpan Duration, int RequestsPerCaller)
{
    public static LoadOrder Parse(string line)
    {
        var parts = line.Split(' ');
        return new LoadOrder(
            [.. parts[3..].Chunk(2).Select(static target => new LoadTarget(target[0], Convert.FromBase64String(target[1])))],
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            TimeSpan.FromMilliseconds(double.Parse(parts[1], CultureInfo.InvariantCulture)),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Callers} {Duration.TotalMilliseconds:0} {RequestsPerCaller} {string.Join(' ', Targets.Select(static target => $"{target.Subject} {Convert.ToBase64String(target.Request)}"))}");
}

/// <summary>What is asked.</summary>
internal sealed record LoadTarget(string Subject, byte[] Request);

/// <summary>What came of it for one target; those of an order stand on one line.</summary>
/// <param name="Refused">Answered with an error of the service.</param>
/// <param name="Lost">Not answered within half a minute.</param>
/// <param name="Mean">Microseconds.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
internal sealed record LoadResult(long Answered, long Refused, long Lost, double Seconds, double Mean, double P50, double P99)
{
    /// <summary>Of this target alone, while the others of the order were asked as well.</summary>
    public double PerSecond => Answered / Seconds;

    public static IReadOnlyList<LoadResult> ParseAll(string line) => [.. line.Split(';').Select(Parse)];

    public static string Write(IEnumerable<LoadResult> results) => string.Join(';', results.Select(static r => r.ToString()));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Answered} {Refused} {Lost} {Seconds:R} {Mean:R} {P50:R} {P99:R}");

    private static LoadResult Parse(string text)
    {
        var numbers = text.Split(' ').Select(static part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new LoadResult((long)numbers[0], (long)numbers[1], (long)numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }
}
