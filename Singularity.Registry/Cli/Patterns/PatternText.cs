using System.Globalization;
using Singularity.Contracts.Knowledge;
using Spectre.Console;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>A pattern for people.</summary>
internal static class PatternText
{
    /// <summary>All that is known of one.</summary>
    public static void Write(KnownPattern known, IAnsiConsole console)
    {
        var pattern = known.Pattern;
        console.MarkupLine($"[bold]{Terminal.OneLine(pattern.Content?.Title ?? "(no content)", 200)}[/]  [grey]{Terminal.OneLine(pattern.Content?.Kind.ToString(), 40)} {pattern.Id}[/]");
        WriteState(pattern, console);
        WriteContent(pattern, console);
        WriteOrigin(pattern, known.Confidence, known.Source, console);
        foreach (var candidate in pattern.MergeCandidates)
        {
            console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"  [grey]seems to say the same: {candidate.Other} ({candidate.Similarity:0.00})[/]"));
        }
    }

    public static void WriteContent(Pattern pattern, IAnsiConsole console)
    {
        if (pattern.Content is not { } content)
        {
            return;
        }

        // The text of patterns is as untrusted as that of packages.
        console.WriteLine(Terminal.Plain(content.Body));
        if (content.Code is { Length: > 0 } code)
        {
            console.WriteLine();
            console.WriteLine(Terminal.Plain(code));
        }

        Line("about", string.Join(", ", content.Packages.Select(Describe)), console);
        Line("language", content.Language, console);
        Line("tags", string.Join(", ", content.Tags), console);
    }

    /// <summary>Who learned it and when, where the answer came from, and what the confidence is made of.</summary>
    public static void WriteOrigin(Pattern pattern, PatternScore confidence, PatternSource source, IAnsiConsole console)
    {
        var learned = pattern.LearnedAt is { } at ? $", {Time(DateTimeOffset.FromUnixTimeMilliseconds(at.WallMs))}" : "";
        Line("learned by", $"instance {pattern.LearnedBy ?? "unknown"}{learned}", console);
        Line("from", Describe(source), console);
        Line("confidence", string.Create(
            CultureInfo.InvariantCulture,
            $"{confidence.Confidence:0.000} = ({confidence.UsesPart:0.000} uses + {confidence.SuccessPart:0.000} success + {confidence.InstancesPart:0.000} instances) x {confidence.Penalty:0.00} penalty"), console);
        Line("inputs", string.Create(
            CultureInfo.InvariantCulture,
            $"{confidence.Uses} uses ({pattern.Uses.Successes} helped, {pattern.Uses.Failures} did not), {confidence.Instances} instances, W {confidence.Wilson:0.000} from {confidence.EffectiveSuccesses:0.##} of {confidence.EffectiveUses:0.##} after ageing, {confidence.Weaknesses} weaknesses"), console);
        foreach (var weakness in pattern.Weaknesses)
        {
            Line("against it", $"{weakness.Cause}: {weakness.Reason}", console);
        }
    }

    private static void WriteState(Pattern pattern, IAnsiConsole console)
    {
        if (pattern.State is PatternState.Merged)
        {
            Line("state", $"merged into {pattern.MergedInto}", console);
        }
        else if (pattern.Retraction is { } retraction)
        {
            Line("state", $"retracted by instance {retraction.InstanceId}{(retraction.Reason is { } reason ? $": {reason}" : "")}", console);
        }
        else if (pattern.State is PatternState.Awaited)
        {
            Line("state", "awaited: others have said something about it, but what was learned has not arrived yet", console);
        }
    }

    private static string Describe(PackageReference package) => package.Purl
        + (package.Range is { } range ? $" {range}" : "")
        + (package.Symbols.Count > 0 ? $" ({string.Join(", ", package.Symbols)})" : "");

    private static string Describe(PatternSource source) => source.Authority is { } authority
        ? $"authority {authority}, fetched {(source.FetchedAt is { } at ? Time(at) : "at an unknown time")}{(source.IsExpired ? ", expired" : "")}"
        : "this machine";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Line(string label, string? value, IAnsiConsole console)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            console.MarkupLine($"  [grey]{label,-10}[/] {Terminal.OneLine(value, 600)}");
        }
    }
}
