using Singularity.Benchmarks.Reports;

namespace Singularity.Benchmarks.Load;

/// <summary>Who answers on a subject, the product or a floor.</summary>
internal sealed record Contender(string Name, string Subject, byte[] Request);

/// <summary>
/// Asks contenders in turn so that whatever else the machine does hits all of them alike: by short rounds where throughput is measured, request by request where time is. Reports
/// medians of rounds.
/// </summary>
internal sealed class Comparison(LoadProcess load, IReadOnlyList<Contender> contenders)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(700);

    /// <summary>Once for each contender, unmeasured: code compiled, connections open, caches warm.</summary>
    public async Task WarmUpAsync(int callers, TimeSpan duration)
    {
        foreach (var contender in contenders)
        {
            await AskAsync(contender, callers, duration);
        }
    }

    /// <returns>For each contender the results of all rounds, in order.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<LoadResult>>> MeasureAsync(int callers, int rounds)
    {
        var results = contenders.Select(static _ => new List<LoadResult>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                // Who begins changes from round to round.
                var at = (i + round) % contenders.Count;
                results[at].Add(await AskAsync(contenders[at], callers, Round));
            }
        }

        return results;
    }

    /// <summary>Every caller asks all contenders in turn, request by request.</summary>
    /// <returns>As <see cref="MeasureAsync"/>.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<LoadResult>>> InterleaveAsync(int callers, int rounds)
    {
        var results = contenders.Select(static _ => new List<LoadResult>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (list, result) in results.Zip(await AskAsync(contenders, callers, Round * contenders.Count)))
            {
                list.Add(result);
            }
        }

        return results;
    }

    /// <param name="interleaved">Then there is no throughput to tell, but a mean.</param>
    public void Report(BenchReport report, int callers, IReadOnlyList<IReadOnlyList<LoadResult>> results, bool interleaved = false)
    {
        for (var i = 0; i < contenders.Count; i++)
        {
            var name = $"{callers} callers: {contenders[i].Name}";
            if (interleaved)
            {
                report.Add($"{name}, mean", Median(results[i].Select(static r => r.Mean)), "us");
            }
            else
            {
                report.Add(name, Median(results[i].Select(static r => r.PerSecond)), "requests/s");
            }

            report.Add($"{name}, p50", Median(results[i].Select(static r => r.P50)), "us");
            report.Add($"{name}, p99", Median(results[i].Select(static r => r.P99)), "us");
        }
    }

    /// <summary>The median of what each round says, since both sides of a round had the same machine.</summary>
    public static double Ratio(IReadOnlyList<LoadResult> of, IReadOnlyList<LoadResult> to, Func<LoadResult, double> figure) =>
        Median(of.Zip(to, (one, other) => figure(one) / figure(other)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private async Task<LoadResult> AskAsync(Contender contender, int callers, TimeSpan duration) => (await AskAsync([contender], callers, duration))[0];

    private async Task<IReadOnlyList<LoadResult>> AskAsync(IReadOnlyList<Contender> asked, int callers, TimeSpan duration)
    {
        var results = await load.AskAsync(new LoadOrder([.. asked.Select(static c => new LoadTarget(c.Subject, c.Request))], callers, duration, 0));
        foreach (var (contender, result) in asked.Zip(results))
        {
            if (result is not { Refused: 0, Lost: 0, Answered: > 0 })
            {
                throw new InvalidOperationException(
                    $"{contender.Name}: {result.Refused} requests were refused and {result.Lost} lost of {result.Answered + result.Refused + result.Lost}.");
            }
        }

        return results;
    }
}
