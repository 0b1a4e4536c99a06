using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>diff PACKAGE FROM [TO]: what changed between two versions.</summary>
internal static class DiffCommand
{
    private const int Shown = 40;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var package = new Argument<string>("package") { Description = "npm:zod, cargo:tokio or a package URL." };
        var from = new Argument<string>("from") { Description = "The version to compare with: exact, prefix, range or tag." };
        var to = new Argument<string?>("to") { Description = "The other version; the newest stable one when left out.", Arity = ArgumentArity.ZeroOrOne };
        var json = CliOptions.Json();
        var command = new Command("diff", "Compare two versions: public API, dependencies, change log.") { package, from, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (CliOptions.ReadPackage([parsed.GetValue(package)!], error) is not { } spec)
            {
                return ExitCodes.WrongUsage;
            }

            var request = new DiffPackages(spec.Ecosystem, spec.Name, parsed.GetValue(from)!, parsed.GetValue(to) ?? spec.Version);
            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.Diff, request, SingularityJson.Default.PackageDiff, answer => Write(answer, Terminal.Console(output)), cancellationToken);
        });
        return command;
    }

    private static void Write(PackageDiff diff, IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Terminal.Safe(diff.Name)}[/] {Terminal.Safe(diff.From)} → {Terminal.Safe(diff.To)}");
        var api = diff.Api;
        console.MarkupLine($"API: [green]{api.AddedCount} added[/], [red]{api.RemovedCount} removed[/], [yellow]{api.ChangedCount} changed[/]");
        WriteAll(console, api.Removed, "red", "-", static s => s.Signature);
        WriteAll(console, api.Changed, "yellow", "~", static c => $"{c.Before}  →  {c.After}");
        WriteAll(console, api.Added, "green", "+", static s => s.Signature);
        var dependencies = diff.Dependencies;
        WriteAll(console, dependencies.Removed, "red", "- dependency", static d => $"{d.Name} {d.Requirement} ({d.Kind})");
        WriteAll(console, dependencies.Changed, "yellow", "~ dependency", static d => $"{d.Name} {d.Before} → {d.After} ({d.Kind})");
        WriteAll(console, dependencies.Added, "green", "+ dependency", static d => $"{d.Name} {d.Requirement} ({d.Kind})");
        foreach (var entry in diff.Changelog)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Terminal.OneLine(entry.Title, 100)}[/]");
            console.WriteLine(Terminal.Plain(entry.Text));
        }
    }

    private static void WriteAll<T>(IAnsiConsole console, IReadOnlyList<T> items, string colour, string mark, Func<T, string> text)
    {
        foreach (var item in items.Take(Shown))
        {
            console.MarkupLine($"  [{colour}]{mark}[/] {Terminal.OneLine(text(item), 200)}");
        }

        if (items.Count > Shown)
        {
            console.MarkupLine($"  [grey]and {items.Count - Shown} more; --json has them all[/]");
        }
    }
}
