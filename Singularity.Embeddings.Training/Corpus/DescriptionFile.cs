using System.Text;

namespace Singularity.Embeddings.Training.Corpus;

/// <summary>
/// Reads the descriptions that apt downloads with <c>Acquire::Languages=en</c>: paragraphs with the fields Package and Description-en, whose first
/// line is a summary and whose further lines, each after a space, are the body.
/// </summary>
internal static class DescriptionFile
{
    private const string Description = "Description-en:";

    public static List<PackageText> Read(string path)
    {
        var packages = new List<PackageText>();
        var (name, summary, body, inBody) = ("", "", new StringBuilder(), false);
        foreach (var line in File.ReadLines(path).Append(""))
        {
            if (line.Length == 0)
            {
                if (name.Length > 0 && summary.Length > 0)
                {
                    packages.Add(new PackageText(name, summary, body.ToString()));
                }

                (name, summary, inBody) = ("", "", false);
                body.Clear();
            }
            else if (line[0] == ' ')
            {
                body.Append(inBody ? line : "");
            }
            else
            {
                inBody = line.StartsWith(Description, StringComparison.Ordinal);
                summary = inBody ? line[Description.Length..].Trim() : summary;
                name = line.StartsWith("Package:", StringComparison.Ordinal) ? line["Package:".Length..].Trim() : name;
            }
        }

        return packages.Count > 0
            ? packages
            : throw new InvalidDataException($"{path} holds no paragraph with the fields Package and Description-en.");
    }
}
