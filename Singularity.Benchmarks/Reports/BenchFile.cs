using System.Text.Json;
using System.Text.Json.Nodes;

namespace Singularity.Benchmarks.Reports;

/// <summary>Writes a bench's figures to artifacts/bench/NAME.json, with when and on how many processors they were measured.</summary>
internal static class BenchFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(string name, JsonObject figures)
    {
        var file = new JsonObject { ["bench"] = name, ["at"] = TimeProvider.System.GetUtcNow().ToString("O"), ["processors"] = Environment.ProcessorCount };
        foreach (var (key, value) in figures)
        {
            file[key] = value?.DeepClone();
        }

        var folder = Path.Combine(Artifacts(), "bench");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), file.ToJsonString(Indented) + "\n");
    }

    // This program lies in artifacts/bin/Singularity.Benchmarks/release.
    private static string Artifacts() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."));
}
