using System.IO.Compression;

namespace Singularity.Embeddings.Training.Corpus;

/// <summary>Reads a table of packages: tab-separated, gzip or plain, a first line that names the columns, among them name and summary.</summary>
internal static class SummaryFile
{
    public static List<PackageText> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var columns = (reader.ReadLine() ?? "").Split('\t').ToList();
        var (name, summary) = (columns.IndexOf("name"), columns.IndexOf("summary"));
        if (name < 0 || summary < 0)
        {
            throw new InvalidDataException($"{path}: the first line must name the columns name and summary, separated by tabs.");
        }

        var packages = new List<PackageText>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            if (fields.Length > Math.Max(name, summary) && fields[name].Length > 0)
            {
                packages.Add(new PackageText(fields[name], fields[summary]));
            }
        }

        return packages;
    }
}
