using System.CommandLine;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>list [PREFIX]: what is stored.</summary>
internal static class ListCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var prefix = new Argument<string?>("prefix") { Description = "Only names that start with this.", Arity = ArgumentArity.ZeroOrOne };
        var ecosystem = CliOptions.EcosystemName();
        var after = new Option<string?>("--after") { Description = "The value 'next' of the page before." };
        var limit = CliOptions.Limit(50);
        var json = CliOptions.Json();
        var command = new Command("list", "List the packages that are stored.") { prefix, ecosystem, after, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!CliOptions.TryReadEcosystem(parsed.GetValue(ecosystem), error, out var only))
            {
                return ExitCodes.WrongUsage;
            }

            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.List,
                new ListPackages(only, parsed.GetValue(prefix), parsed.GetValue(after), parsed.GetValue(limit)),
                SingularityJson.Default.PackagePage,
                page => Write(page, Terminal.Console(output)),
                cancellationToken);
        });
        return command;
    }

    private static void Write(PackagePage page, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("package", "version", "licence", "snippets", "what it is");
        foreach (var package in page.Packages)
        {
            table.AddRow(
                Terminal.OneLine($"{package.Ecosystem.PurlType()}:{package.Name}", 60), Terminal.OneLine(package.Version, 24),
                Terminal.OneLine(package.License, 24), package.Snippets.ToString(), Terminal.OneLine(package.Description, 80));
        }

        console.Write(table);
        if (page.Next is { } next)
        {
            console.WriteLine($"More: --after {next}");
        }
    }
}
