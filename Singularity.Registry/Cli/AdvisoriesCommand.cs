using System.CommandLine;
using System.Globalization;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>advisories check PURL… | load PATH | status: known vulnerabilities, in the OSV format.</summary>
internal static class AdvisoriesCommand
{
    public static Command Create(TextWriter output, TextWriter error) => new("advisories", "Known vulnerabilities: check packages, load OSV dumps.")
    {
        CreateCheck(output, error),
        AdvisoriesLoadCommand.Create(output, error),
        CreateStatus(output, error),
    };

    /// <summary>One line: id, severity, what it is and where it is fixed.</summary>
    public static string Describe(Advisory advisory) =>
        $"{advisory.Id}  {advisory.Severity ?? "unknown"}{(advisory.Score is { } score ? score.ToString(" 0.0", CultureInfo.InvariantCulture) : "")}  "
        + $"{advisory.Summary}  ({(advisory.Fixed is { Count: > 0 } versions ? $"fixed in {string.Join(", ", versions)}" : "no fix known")})";

    private static Command CreateCheck(TextWriter output, TextWriter error)
    {
        var packages = new Argument<string[]>("package")
        {
            Description = "Package URLs, or npm:express@4.21.2 and the like; without a version, everything known of the package.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = CliOptions.Json();
        var command = new Command("check", "Show what is known against packages, collected or not.") { packages, json };
        command.SetAction((parsed, cancellationToken) => new CliRequest(parsed.GetValue(json), output, error).SendAsync(
            static subjects => subjects.Advisories, new CheckAdvisories(parsed.GetValue(packages)!), SingularityJson.Default.AdvisoryAnswer,
            answer => WriteCheck(answer, Terminal.Console(output)), cancellationToken));
        return command;
    }

    private static Command CreateStatus(TextWriter output, TextWriter error)
    {
        var json = CliOptions.Json();
        var command = new Command("status", "Show where advisories come from and how current they are.") { json };
        command.SetAction((parsed, cancellationToken) => new CliRequest(parsed.GetValue(json), output, error).SendAsync(
            static subjects => subjects.Advisories, new CheckAdvisories([]), SingularityJson.Default.AdvisoryAnswer,
            answer => WriteStatus(answer.Sources, Terminal.Console(output)), cancellationToken));
        return command;
    }

    private static void WriteCheck(AdvisoryAnswer answer, IAnsiConsole console)
    {
        foreach (var package in answer.Packages)
        {
            console.MarkupLine($"[bold]{Terminal.OneLine(package.Purl, 200)}[/]  {Terminal.OneLine(package.Note, 400)}");
            foreach (var advisory in package.Advisories)
            {
                console.MarkupLine($"  {Terminal.OneLine(Describe(advisory), 400)}");
            }
        }
    }

    private static void WriteStatus(AdvisorySources sources, IAnsiConsole console)
    {
        console.WriteLine(Terminal.Plain(sources.Note));
        if (sources.Api is { } api)
        {
            console.WriteLine($"API: {Terminal.Plain(api)}");
        }

        if (sources.Feeds.Count > 0)
        {
            var table = new Table().Border(TableBorder.None).AddColumns("ecosystem", "advisories", "withdrawn", "newest change", "loaded");
            foreach (var feed in sources.Feeds)
            {
                table.AddRow(Terminal.Safe(feed.Ecosystem), $"{feed.Advisories}", $"{feed.Withdrawn}", Date(feed.AsOf), Date(feed.LoadedAt));
            }

            console.Write(table);
        }

        if (sources.Pending > 0)
        {
            console.WriteLine($"{sources.Pending} package names are still to be held against new advisories; loading any dump again goes on with it.");
        }
    }

    private static string Date(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";
}
