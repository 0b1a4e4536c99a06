using System.Globalization;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>The answer of a search for people: a line per hit and its summary, with what its score is made of when asked.</summary>
internal static class SearchText
{
    private const int BarWidth = 10;

    public static void Write(SearchAnswer answer, bool explain, IAnsiConsole console)
    {
        if (answer.Notice is { } notice)
        {
            console.MarkupLine($"[yellow]{Terminal.OneLine(notice, 400)}[/]");
        }

        if (answer.Hits.Count == 0)
        {
            console.WriteLine("Nothing found among the packages collected so far. Collect more with: ./singularity collect npm:NAME");
        }

        foreach (var hit in answer.Hits)
        {
            var place = hit.Snippet is { } snippet ? $"{hit.Purl} {snippet.Path}:{snippet.Line}" : hit.Purl;
            var score = hit.Score.ToString("0.00", CultureInfo.InvariantCulture);
            console.MarkupLine($"[bold]{Terminal.OneLine(hit.Title, 80)}[/]  [grey]{Terminal.OneLine(place, 160)}  {score}[/]");
            if (!string.IsNullOrWhiteSpace(hit.Description))
            {
                console.MarkupLine($"  {Terminal.OneLine(hit.Description, 160)}");
            }

            if (hit.Patterns is { } patterns)
            {
                console.MarkupLine($"  [green]{Terminal.OneLine(PatternText.Describe(patterns), 160)}[/]");
            }

            if (explain)
            {
                Explain(hit, console);
            }
        }

        if (explain)
        {
            console.MarkupLine(
                $"[grey]{Terminal.OneLine(answer.Mode, 20)} search, answered by {RegistryTelemetry.TierName(answer.ServedBy)}{(answer.Model is { } model ? $", vectors of {Terminal.OneLine(model, 80)}" : "")}[/]");
        }
    }

    private static void Explain(SearchHit hit, IAnsiConsole console)
    {
        if (hit.Why is { } why)
        {
            console.MarkupLine($"  [grey]{Bar("words", why.Keyword)}  {Bar("meaning", why.Semantic)}  {Bar("covers", why.Cover)}  {Bar("focus", why.Focus)}[/]");
            console.MarkupLine($"  [grey]{Factors(why)}[/]");
        }

        if (hit.Terms.Count > 0)
        {
            console.MarkupLine($"  [grey]found: {Terminal.OneLine(string.Join(", ", hit.Terms), 160)}[/]");
        }
    }

    private static string Factors(SearchScores why)
    {
        var factors = string.Create(CultureInfo.InvariantCulture, $"popularity x{why.Popularity:0.00}");
        factors += why.Penalty < 1 ? string.Create(CultureInfo.InvariantCulture, $"  deprecated x{why.Penalty:0.00}") : "";
        return factors + (why.Name is { } name ? $"  name: {Terminal.OneLine(name, 20)}" : "");
    }

    private static string Bar(string name, double share)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth);
        return $"{name} {new string('█', full)}{new string('░', BarWidth - full)} {share.ToString("0.00", CultureInfo.InvariantCulture)}";
    }
}
