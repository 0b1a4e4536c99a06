using System.CommandLine;
using System.Globalization;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Spectre.Console;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>patterns [ID]: what this machine holds, or all that is known of one pattern.</summary>
internal static class PatternsCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var id = new Argument<string?>("id") { Description = "Show this one; all are listed when left out.", Arity = ArgumentArity.ZeroOrOne };
        var after = new Option<string?>("--after") { Description = "The value 'next' of the page before." };
        var limit = CliOptions.Limit(20);
        var json = CliOptions.Json();
        var command = new Command("patterns", "List the patterns that this machine holds, or show one.") { id, after, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error));
            string? problem = null;
            var one = parsed.GetValue(id) is { } text ? PatternIds.Read(text, out problem) : null;
            var last = problem is null && parsed.GetValue(after) is { } page ? PatternIds.Read(page, out problem) : null;
            return problem is not null
                ? request.Refuse(problem)
                : one is { } pattern
                    ? await request.SendAsync(
                        static subjects => subjects.GetPattern, new GetPattern(pattern), SingularityJson.Default.KnownPattern,
                        known => PatternText.Write(known, Terminal.Console(output)), cancellationToken)
                    : await request.SendAsync(
                        static subjects => subjects.ListPatterns, new ListPatterns(After: last, Limit: parsed.GetValue(limit)), SingularityJson.Default.PatternPage,
                        listed => Write(listed, Terminal.Console(output)), cancellationToken);
        });
        return command;
    }

    private static void Write(PatternPage page, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("id", "kind", "state", "uses", "confidence", "what it says");
        foreach (var (pattern, confidence, _) in page.Patterns)
        {
            table.AddRow(
                pattern.Id.ToString(), Terminal.OneLine(pattern.Content?.Kind.ToString() ?? "-", 32), pattern.State.ToString().ToLowerInvariant(),
                confidence.Uses.ToString(CultureInfo.InvariantCulture), confidence.Confidence.ToString("0.000", CultureInfo.InvariantCulture),
                Terminal.OneLine(pattern.Content?.Title ?? "-", 100));
        }

        console.Write(table);
        if (page.Next is { } next)
        {
            console.WriteLine($"More: --after {next}");
        }
    }
}
