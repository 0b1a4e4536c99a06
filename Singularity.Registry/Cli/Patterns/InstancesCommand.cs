using System.CommandLine;
using System.Globalization;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Json;
using Spectre.Console;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>instances: the machines that the authority has seen, with what each has yet to send.</summary>
internal static class InstancesCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var after = new Option<string?>("--after") { Description = "The last id of the page before." };
        var limit = CliOptions.Limit(50);
        var json = CliOptions.Json();
        var command = new Command("instances", "List the machines that CentralCloud has seen.") { after, limit, json };
        command.SetAction((parsed, cancellationToken) => new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error)).SendAsync(
            static subjects => subjects.InstanceList, new ListInstances(parsed.GetValue(after), parsed.GetValue(limit)), SingularityJson.Default.InstancePage,
            page => Write(page, Terminal.Console(output)), cancellationToken));
        return command;
    }

    private static void Write(InstancePage page, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("id", "name", "environment", "version", "last seen", "yet to send", "observations");
        foreach (var one in page.Instances)
        {
            table.AddRow(
                Terminal.OneLine(one.InstanceId, 64), Terminal.OneLine(one.Name, 40), Terminal.OneLine(one.Environment ?? "-", 24), Terminal.OneLine(one.Version, 24),
                Time(one.LastSeen), Backlog(one), one.Observations.ToString(CultureInfo.InvariantCulture));
        }

        console.Write(table);
        foreach (var one in page.Instances.Where(static one => one.Conflict is not null))
        {
            console.MarkupLine($"[yellow]{Terminal.OneLine(one.InstanceId, 64)}: {Terminal.OneLine(one.Conflict, 400)}[/]");
        }

        if (page.Next is { } next)
        {
            console.MarkupLine($"More: --after {Terminal.Safe(next)}");
        }
    }

    private static string Backlog(CentralInstance one) => one.Backlog is not { } waiting ? "-"
        : one.BacklogSince is { } since ? $"{waiting} since {Time(since)}"
        : waiting.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
