using Singularity.Registry.Upstreams.PyPI;

namespace Singularity.Registry.Extraction.Python;

/// <summary>
/// Reads core metadata as METADATA and PKG-INFO hold them: headers in the manner of e-mail, then the description. Unknown headers are passed over.
/// </summary>
internal static class CoreMetadata
{
    private const int MaxHeaders = 20_000;

    public static PyPIInfo Parse(string text)
    {
        text = PythonText.Normalize(text);
        var headers = new List<(string Name, string Value)>();
        var position = 0;
        while (position < text.Length && headers.Count < MaxHeaders)
        {
            var end = text.IndexOf('\n', position);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(position, end - position);
            position = Math.Min(text.Length, end + 1);
            if (line.Length == 0)
            {
                break;
            }

            var next = Unfold(text, position);
            var colon = line.IndexOf(':');
            if (colon > 0)
            {
                var folded = text.AsSpan(position, next - position).TrimEnd('\n');
                var value = line[(colon + 1)..].Trim();
                headers.Add((line[..colon].ToString().ToLowerInvariant(), folded.Length == 0 ? value.ToString() : $"{value}\n{folded}"));
            }

            position = next;
        }

        return Create(headers, text[position..]);
    }

    /// <summary>The line of the file on which the description begins, from 1.</summary>
    public static int DescriptionLine(string text)
    {
        var end = PythonText.Normalize(text).IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? 1 : PythonText.Normalize(text).AsSpan(0, end + 2).Count('\n') + 1;
    }

    /// <summary>Where the header's last line ends: lines that begin with a blank go on with it.</summary>
    private static int Unfold(string text, int position)
    {
        while (position < text.Length && text[position] is ' ' or '\t')
        {
            var end = text.IndexOf('\n', position);
            position = end < 0 ? text.Length : end + 1;
        }

        return position;
    }

    private static PyPIInfo Create(List<(string Name, string Value)> headers, string body)
    {
        return new PyPIInfo
        {
            Name = One("name"),
            Version = One("version"),
            Summary = One("summary"),
            Description = body.Trim('\n').Length > 0 ? body.TrimStart('\n') : Unindent(One("description")),
            DescriptionContentType = One("description-content-type"),
            License = One("license"),
            LicenseExpression = One("license-expression"),
            Classifiers = All("classifier"),
            Keywords = One("keywords"),
            HomePage = One("home-page"),
            ProjectUrls = [.. All("project-url").Select(static u => u.Split(',', 2, StringSplitOptions.TrimEntries)).Where(static u => u.Length == 2)
                .Select(static u => new KeyValuePair<string, string>(u[0], u[1]))],
            RequiresDist = headers.Exists(static h => h.Name == "requires-dist") ? All("requires-dist") : null,
            RequiresPython = One("requires-python"),
        };

        string? One(string name) => headers.Find(h => h.Name == name).Value is { } value && value is not ("" or "UNKNOWN") ? value : null;

        string[] All(string name) => [.. headers.Where(h => h.Name == name).Select(static h => h.Value)];
    }

    /// <summary>A description in a header is folded, with blanks and sometimes a bar before each line.</summary>
    private static string? Unindent(string? folded) => folded is null ? null : string.Join('\n', folded.Split('\n').Select(static (line, i) =>
        i == 0 ? line : line.StartsWith("       |", StringComparison.Ordinal) ? line[8..] : line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line.TrimStart()));
}
