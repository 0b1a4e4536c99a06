using System.Text.Json.Nodes;
using Singularity.Benchmarks.Reports;
using Spectre.Console;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>What an index cost to build.</summary>
internal sealed record IndexFigures(string Set, int Documents, TimeSpan Built, long Bytes, TimeSpan Embedding);

/// <summary>Prints the modes side by side and writes artifacts/bench/retrieval.json.</summary>
internal sealed class RetrievalReport(string model)
{
    private readonly List<IndexFigures> _indexes = [];
    private readonly List<ModeFigures> _modes = [];

    public void Add(IndexFigures figures) => _indexes.Add(figures);

    public void Add(ModeFigures figures) => _modes.Add(figures);

    public async Task WriteAsync()
    {
        var json = new JsonArray();
        foreach (var index in _indexes)
        {
            var modes = _modes.Where(mode => mode.Set == index.Set).ToList();
            var rows = Rows(modes[0].HasFar);
            var table = new Table().Title($"{index.Set}: {index.Documents} documents, {modes[0].Answers.Count} questions").AddColumn("figure");
            modes.ForEach(mode => table.AddColumn(new TableColumn($"{mode.Mode}").RightAligned()));
            foreach (var (name, value, format) in rows)
            {
                table.AddRow([name, .. modes.Select(mode => value(mode).ToString(format))]);
            }

            AnsiConsole.Write(table);
            AnsiConsole.MarkupLineInterpolated(
                $"built in {index.Built.TotalSeconds:0.0} s, {index.Bytes / 1048576.0:0} MiB by its own count; a question's vector takes {index.Embedding.TotalMicroseconds:0.0} us ({model})");
            json.Add(Json(index, modes, rows));
        }

        await BenchFile.WriteAsync("retrieval", new JsonObject { ["model"] = model, ["sets"] = json });
    }

    private static (string Name, Func<ModeFigures, double> Value, string Format)[] Rows(bool hasFar) =>
    [
        ("R@1", static mode => mode.Recall(1), "0.000"),
        .. hasFar ? [] : Row("R@5", static mode => mode.Recall(5)),
        ("R@10", static mode => mode.Recall(10), "0.000"),
        .. hasFar ? Row("R@10, low overlap", static mode => mode.FarRecall(10)) : [],
        .. hasFar ? Row("R@100", static mode => mode.Recall(100)) : Row("nDCG@10", static mode => mode.Ndcg(10)),
        .. hasFar ? Row("MRR@10", static mode => mode.ReciprocalRank(10)) : Row("MRR", static mode => mode.ReciprocalRank(int.MaxValue)),
        ("p50 ms", static mode => mode.Percentile(0.5), "0.00"),
        ("p95 ms", static mode => mode.Percentile(0.95), "0.00"),
    ];

    private static (string, Func<ModeFigures, double>, string)[] Row(string name, Func<ModeFigures, double> value) => [(name, value, "0.000")];

    private static JsonObject Json(IndexFigures index, List<ModeFigures> modes, (string Name, Func<ModeFigures, double> Value, string Format)[] rows)
    {
        var json = new JsonObject
        {
            ["set"] = index.Set,
            ["documents"] = index.Documents,
            ["buildSeconds"] = index.Built.TotalSeconds,
            ["bytes"] = index.Bytes,
            ["embeddingMicroseconds"] = index.Embedding.TotalMicroseconds,
        };
        foreach (var mode in modes)
        {
            json[$"{mode.Mode}".ToLowerInvariant()] = new JsonObject(rows.Select(row => KeyValuePair.Create<string, JsonNode?>(row.Name, row.Value(mode))));
        }

        return json;
    }
}
