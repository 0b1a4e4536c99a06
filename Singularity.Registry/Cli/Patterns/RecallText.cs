using System.Globalization;
using Singularity.Contracts.Knowledge;
using Spectre.Console;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>The answer of <c>recall</c> for people: what each pattern says, and when asked where it came from and what its score is made of.</summary>
internal static class RecallText
{
    public static void Write(RecallAnswer answer, bool explain, IAnsiConsole console)
    {
        if (answer.Hits.Count == 0)
        {
            console.WriteLine("Nothing was learned about that. Keep what you find out with: ./singularity learn");
        }

        foreach (var hit in answer.Hits)
        {
            Write(hit, explain, console);
        }

        foreach (var note in new[] { answer.Note, answer.Central.Note }.OfType<string>())
        {
            console.MarkupLine($"[yellow]{Terminal.OneLine(note, 400)}[/]");
        }

        if (explain)
        {
            console.MarkupLine($"[grey]{Central(answer.Central)}{(answer.Model is { } model ? $"; vectors of {Terminal.OneLine(model, 80)}" : "; words alone")}[/]");
        }
    }

    private static void Write(PatternHit hit, bool explain, IAnsiConsole console)
    {
        var score = hit.Score.ToString("0.00", CultureInfo.InvariantCulture);
        console.MarkupLine(
            $"[bold]{Terminal.OneLine(hit.Pattern.Content?.Title, 100)}[/]  [grey]{Terminal.OneLine(hit.Pattern.Content?.Kind.ToString(), 40)} {hit.Pattern.Id} {score}[/]");
        PatternText.WriteContent(hit.Pattern, console);
        if (explain)
        {
            console.MarkupLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  [grey]score {hit.Score:0.00}: relevance {hit.Why.Relevance:0.00} (words {hit.Why.Keyword:0.00}, meaning {hit.Why.Semantic:0.00})[/]"));
            PatternText.WriteOrigin(hit.Pattern, hit.Confidence, hit.Source, console);
        }

        console.WriteLine();
    }

    private static string Central(CentralShare central)
    {
        var elapsed = central.ElapsedMs.ToString("0.#", CultureInfo.InvariantCulture);
        return central.Outcome switch
        {
            CentralOutcome.NotAsked => "CentralCloud was not asked",
            CentralOutcome.Answered => $"CentralCloud answered in {elapsed} ms and brought {central.Hits} of the hits",
            CentralOutcome.Unreachable => "CentralCloud is not reachable",
            CentralOutcome.Late => $"CentralCloud did not answer within {elapsed} ms",
            _ => $"CentralCloud failed after {elapsed} ms",
        };
    }
}
