using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>search "…": packages and snippets among what was collected.</summary>
internal static class SearchCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var query = new Argument<string[]>("query") { Description = "What you look for, in a few words.", Arity = ArgumentArity.OneOrMore };
        var ecosystem = CliOptions.EcosystemName();
        var kind = new Option<string?>("--kind") { Description = "package or snippet; both when left out." };
        var license = new Option<string?>("--license") { Description = "Only packages under this SPDX licence." };
        var safe = new Option<bool>("--no-advisories") { Description = "Only packages that no advisory is known against." };
        var limit = CliOptions.Limit(10);
        var json = CliOptions.Json();
        var command = new Command("search", "Search packages and snippets among what was collected.") { query, ecosystem, kind, license, safe, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!CliOptions.TryReadEcosystem(parsed.GetValue(ecosystem), error, out var only))
            {
                return ExitCodes.WrongUsage;
            }

            var request = new SearchPackages(
                string.Join(' ', parsed.GetValue(query)!),
                parsed.GetValue(kind) is { } one ? [one] : null,
                only is { } known ? [known] : null,
                parsed.GetValue(license),
                parsed.GetValue(limit),
                MaxAdvisorySeverity: parsed.GetValue(safe) ? "none" : null);
            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.Search, request, SingularityJson.Default.SearchAnswer, answer => Write(answer, output), cancellationToken);
        });
        return command;
    }

    private static void Write(SearchAnswer answer, TextWriter output)
    {
        var console = Terminal.Console(output);
        if (answer.Hits.Count == 0)
        {
            console.WriteLine("Nothing found among the packages collected so far. Collect more with: ./singularity collect npm:NAME");
        }

        foreach (var hit in answer.Hits)
        {
            var place = hit.Snippet is { } snippet ? $"{hit.Purl} {snippet.Path}:{snippet.Line}" : hit.Purl;
            console.MarkupLine($"[bold]{Terminal.OneLine(hit.Title, 80)}[/]  [grey]{Terminal.OneLine(place, 160)}  {hit.Score:0.00}[/]");
            if (!string.IsNullOrWhiteSpace(hit.Description))
            {
                console.MarkupLine($"  {Terminal.OneLine(hit.Description, 160)}");
            }
        }
    }
}
