using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>recall "…": what this machine and those that it is linked with have learned.</summary>
internal static class RecallCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var query = new Argument<string[]>("query") { Description = "What you want to know, in a few words.", Arity = ArgumentArity.OneOrMore };
        var mode = new Option<string>("--mode")
        {
            Description = "local (never asks others), hybrid (asks when nothing good is here) or central (always asks).",
            DefaultValueFactory = static _ => "hybrid",
        };
        var kind = new Option<string[]>("--kind") { Description = $"Only {string.Join(", ", PatternKind.All)}; may be given several times." };
        var language = new Option<string?>("--language") { Description = "Only in this language or in none." };
        var tag = new Option<string[]>("--tag") { Description = "Only with this tag; may be given several times." };
        var explain = new Option<bool>("--explain") { Description = "Also show where each answer came from and what its score is made of." };
        var limit = CliOptions.Limit(10);
        var json = CliOptions.Json();
        var command = new Command("recall", "Recall what was learned, here and on linked machines.") { query, mode, kind, language, tag, explain, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error));
            if (ReadMode(parsed.GetValue(mode)!) is not { } known)
            {
                return request.Refuse($"--mode is local, hybrid or central, not '{Terminal.Line(parsed.GetValue(mode), 40)}'.");
            }

            PatternKind[] kinds = [.. (parsed.GetValue(kind) ?? []).Select(static name => new PatternKind(name))];
            if (kinds.FirstOrDefault(static one => !one.IsKnown) is { Name: { } unknown })
            {
                return request.Refuse($"--kind is one of {string.Join(", ", PatternKind.All)}, not '{Terminal.Line(unknown, 40)}'.");
            }

            var recall = new Recall(
                string.Join(' ', parsed.GetValue(query)!), kinds is [] ? null : kinds, parsed.GetValue(language),
                parsed.GetValue(tag) is { Length: > 0 } tags ? tags : null, parsed.GetValue(limit), known);
            return await request.SendAsync(
                static subjects => subjects.QueryKnowledge, recall, SingularityJson.Default.RecallAnswer,
                answer => RecallText.Write(answer, parsed.GetValue(explain), Terminal.Console(output)), cancellationToken);
        });
        return command;
    }

    private static RecallMode? ReadMode(string name) => name switch
    {
        "local" => RecallMode.Local,
        "hybrid" => RecallMode.Hybrid,
        "central" => RecallMode.Central,
        _ => null,
    };
}
