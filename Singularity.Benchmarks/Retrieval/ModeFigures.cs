using System.Diagnostics;
using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>Where the right answers stand in the lists of one mode, from 0; null where they are not among the deepest hits asked for.</summary>
internal sealed record ModeFigures(string Set, IndexMode Mode, IReadOnlyList<(int? Rank, bool IsFar)> Answers, IReadOnlyList<double> Milliseconds)
{
    public bool HasFar => Answers.Any(static a => a.IsFar);

    public static ModeFigures Measure(SearchIndex index, RetrievalSet set, IndexMode mode, int deepest)
    {
        // The first pass compiles and warms; the ranks of both are the same.
        IReadOnlyList<(int?, bool)> answers = [];
        var milliseconds = new List<double>();
        for (var pass = 0; pass < 2; pass++)
        {
            milliseconds.Clear();
            answers = [.. set.Questions.Select(question => (Rank(index, question, mode, deepest), question.IsFar))];
            foreach (var question in set.Questions)
            {
                var started = Stopwatch.GetTimestamp();
                index.Search(new IndexQuery(question.Text, mode));
                milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        milliseconds.Sort();
        return new ModeFigures(set.Name, mode, answers, milliseconds);
    }

    /// <summary>Share of questions whose answer is among the first so many.</summary>
    public double Recall(int first) => Mean(rank => rank < first ? 1 : 0);

    /// <summary>The same over the questions whose words the answer mostly lacks.</summary>
    public double FarRecall(int first) => Answers.Where(static a => a.IsFar).Average(a => a.Rank < first ? 1.0 : 0);

    /// <summary>Mean of 1 / place, 0 past the first so many.</summary>
    public double ReciprocalRank(int first) => Mean(rank => rank < first ? 1.0 / (rank + 1) : 0);

    /// <summary>With one right answer: mean of 1 / log2(1 + place).</summary>
    public double Ndcg(int first) => Mean(rank => rank < first ? 1 / Math.Log2(rank + 2) : 0);

    public double Percentile(double share) => Milliseconds[(int)(share * (Milliseconds.Count - 1))];

    private static int? Rank(SearchIndex index, RetrievalQuestion question, IndexMode mode, int deepest)
    {
        var hits = index.Search(new IndexQuery(question.Text, mode, deepest));
        for (var rank = 0; rank < hits.Count; rank++)
        {
            if (hits[rank].Document.Id == question.Answer)
            {
                return rank;
            }
        }

        return null;
    }

    private double Mean(Func<int, double> of) => Answers.Average(answer => answer.Rank is { } rank ? of(rank) : 0);
}
