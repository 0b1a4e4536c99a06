using System.Globalization;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search.Postgres.Loading;

/// <summary>Rows of a list: name, version, downloads a month and summary, between tabs.</summary>
internal static class ListRows
{
    private const int MostName = 300;
    private const int MostVersion = 256;
    private const int MostSummary = 10_000;
    private const int Columns = 4;

    /// <summary>What is wrong with a row, or null.</summary>
    public static string? Problem(IndexRow? row) => row switch
    {
        null => "a row is null.",
        _ when row.Name is not { Length: > 0 and <= MostName } => $"name has 1 to {MostName} characters.",
        _ when row.Name.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c)) => "name has no blanks and no control characters.",
        _ when row.Version is not { Length: > 0 and <= MostVersion } || row.Version.Any(char.IsControl) =>
            $"version has 1 to {MostVersion} characters, none of them a control character.",
        _ when row.Downloads < 0 => "downloads is not negative.",
        _ when row.Summary is not { Length: <= MostSummary } => $"summary has at most {MostSummary} characters.",
        _ => null,
    };

    /// <summary>Whether the line names the columns.</summary>
    public static bool IsHeader(string line) =>
        line.Split('\t') is [var name, var version, ..]
        && name.Equals("name", StringComparison.OrdinalIgnoreCase) && version.Equals("version", StringComparison.OrdinalIgnoreCase);

    /// <summary>The line's row, or what is wrong with which field.</summary>
    public static (IndexRow? Row, string? Problem) Read(string line)
    {
        var fields = line.Split('\t', Columns + 1);
        if (fields.Length != Columns)
        {
            var count = fields.Length > Columns ? $"more than {Columns}" : $"{fields.Length}";
            return (null, $"has {count} fields; name, version, downloads and summary are between tabs.");
        }

        if (!long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var downloads))
        {
            return (null, "downloads is a whole number, not negative.");
        }

        var row = new IndexRow(fields[0], fields[1], downloads, fields[3]);
        return Problem(row) is { } problem ? (null, problem) : (row, null);
    }
}
