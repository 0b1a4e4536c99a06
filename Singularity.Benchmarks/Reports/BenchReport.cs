using System.Text.Json.Nodes;
using Spectre.Console;

namespace Singularity.Benchmarks.Reports;

/// <summary>Prints figures as a table and writes them to artifacts/bench/NAME.json.</summary>
internal sealed class BenchReport(string name)
{
    private readonly List<(string Figure, double Value, string Unit, string? Target)> _rows = [];

    public void Add(string figure, double value, string unit, string? target = null) => _rows.Add((figure, value, unit, target));

    public async Task WriteAsync()
    {
        var table = new Table().Title($"bench {name}").AddColumn("figure").AddColumn(new TableColumn("value").RightAligned()).AddColumn("unit").AddColumn("target");
        var figures = new JsonArray();
        foreach (var (figure, value, unit, target) in _rows)
        {
            table.AddRow(Markup.Escape(figure), $"{value:0.###}", Markup.Escape(unit), Markup.Escape(target ?? ""));
            figures.Add(new JsonObject { ["figure"] = figure, ["value"] = value, ["unit"] = unit, ["target"] = target });
        }

        AnsiConsole.Write(table);
        await BenchFile.WriteAsync(name, new JsonObject { ["figures"] = figures });
    }
}
