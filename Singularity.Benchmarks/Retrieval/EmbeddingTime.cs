using System.Diagnostics;
using Singularity.Embeddings;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>What it takes to turn one question into a vector, on one thread.</summary>
internal static class EmbeddingTime
{
    private const int Passes = 20;

    public static TimeSpan Of(RetrievalSet set, StaticEncoder encoder)
    {
        var vector = new float[encoder.Dimensions];
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var question in set.Questions)
            {
                encoder.TryEncode(question.Text, vector);
            }
        }

        return Stopwatch.GetElapsedTime(started) / (Passes * set.Questions.Count);
    }
}
