using System.CommandLine;
using System.Diagnostics;
using Singularity.Benchmarks.Retrieval;
using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Benchmarks;

/// <summary>How often the right package or function is found, by keyword, by vector and by both, side by side over the same index.</summary>
internal static class RetrievalBench
{
    private const int WrongUsage = 2;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder with need-to-package/ and cosqa/; it is not part of the repository." };
        var command = new Command("retrieval", "Find packages by need and functions by question: keyword, semantic and hybrid side by side.") { data };
        command.SetAction(parsed => RunAsync(parsed.GetValue(data)));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo? data)
    {
        if (RetrievalData.Problem(data) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem);
            return WrongUsage;
        }

        var encoder = StaticEncoder.OpenDefault();
        var report = new RetrievalReport(encoder.Name);
        Measure(report, NeedToPackage.Read(data!.FullName), encoder, deepest: 100);
        Measure(report, CodeQuestions.Read(data.FullName), encoder, deepest: 1000);
        await report.WriteAsync();
        return 0;
    }

    private static void Measure(RetrievalReport report, RetrievalSet set, StaticEncoder encoder, int deepest)
    {
        using var index = new SearchIndex(new IndexOptions(), encoder);
        var started = Stopwatch.GetTimestamp();
        var taken = index.Put(set.Documents);
        index.Settle();
        if (taken < set.Documents.Count)
        {
            throw new InvalidOperationException($"{set.Name}: the index took {taken} of {set.Documents.Count} documents; give it more memory.");
        }

        report.Add(new IndexFigures(set.Name, taken, Stopwatch.GetElapsedTime(started), index.Bytes, EmbeddingTime.Of(set, encoder)));
        foreach (var mode in Enum.GetValues<IndexMode>())
        {
            report.Add(ModeFigures.Measure(index, set, mode, deepest));
        }
    }
}
