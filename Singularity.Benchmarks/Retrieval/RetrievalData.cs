using System.IO.Compression;
using System.Text.Json;

namespace Singularity.Benchmarks.Retrieval;

/// <summary>The data sets' files, which are not part of the repository.</summary>
internal static class RetrievalData
{
    public static string Packages(string folder) => Path.Combine(folder, "need-to-package", "npm-packages.tsv.gz");

    public static string Needs(string folder) => Path.Combine(folder, "need-to-package", "dev.jsonl");

    public static string Functions(string folder) => Path.Combine(folder, "cosqa", "corpus.jsonl.gz");

    public static string CodeQuestions(string folder) => Path.Combine(folder, "cosqa", "dev.jsonl");

    /// <summary>What the user has to do before there is anything to measure, or null.</summary>
    public static string? Problem(DirectoryInfo? data)
    {
        const string Layout = """
            bench retrieval measures against data that is not part of the repository: give its folder with --data. It holds
              need-to-package/npm-packages.tsv.gz  columns name, version, downloads_a_month, summary
              need-to-package/dev.jsonl            {"query": "...", "package": "..."} a line
              cosqa/corpus.jsonl.gz                {"id": 1, "code": "..."} a line
              cosqa/dev.jsonl                      {"query": "...", "id": 1} a line
            """;
        if (data is null)
        {
            return Layout;
        }

        string[] files = [Packages(data.FullName), Needs(data.FullName), Functions(data.FullName), CodeQuestions(data.FullName)];
        return Array.Find(files, static file => !File.Exists(file)) is { } missing ? $"{missing} is missing.\n{Layout}" : null;
    }

    public static IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    public static IEnumerable<JsonElement> Objects(string path)
    {
        foreach (var line in Lines(path))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
