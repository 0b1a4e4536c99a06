using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Cli;

/// <summary>search "…": packages and snippets among what was collected.</summary>
internal static class SearchCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var query = new Argument<string[]>("query") { Description = "What you look for, in a few words.", Arity = ArgumentArity.OneOrMore };
        var ecosystem = CliOptions.EcosystemName();
        var kind = new Option<string?>("--kind") { Description = "package or snippet; both when left out." };
        var mode = new Option<string>("--mode")
        {
            Description = "keyword (words), semantic (meaning) or hybrid (both).",
            DefaultValueFactory = static _ => "hybrid",
        };
        var license = new Option<string?>("--license") { Description = "Only packages under this SPDX licence." };
        var safe = new Option<bool>("--no-advisories") { Description = "Only packages that no advisory is known against." };
        var age = new Option<int?>("--max-age") { Description = "Only versions published within this many days." };
        var budget = new Option<int?>("--token-budget") { Description = "The most tokens of code that the snippets may have." };
        var explain = new Option<bool>("--explain") { Description = "Also show what each hit's score is made of." };
        var limit = CliOptions.Limit(10);
        var json = CliOptions.Json();
        var command = new Command("search", "Search packages and snippets among what was collected.")
        {
            query, ecosystem, kind, mode, license, safe, age, budget, explain, limit, json,
        };
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
                parsed.GetValue(mode)!,
                parsed.GetValue(safe) ? "none" : null,
                MaxAgeDays: parsed.GetValue(age),
                TokenBudget: parsed.GetValue(budget));
            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.Search, request, SingularityJson.Default.SearchAnswer,
                answer => SearchText.Write(answer, parsed.GetValue(explain), Terminal.Console(output)), cancellationToken);
        });
        return command;
    }
}
