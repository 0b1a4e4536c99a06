using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>show PACKAGE: everything known about one version.</summary>
internal static class ShowCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var package = CliOptions.Package();
        var snippets = new Option<bool>("--snippets") { Description = "Also show the snippets cut from the archive." };
        var api = new Option<bool>("--api") { Description = "Also show the signatures of the public API." };
        var changelog = new Option<bool>("--changelog") { Description = "Also show the change log." };
        var maxAge = new Option<int?>("--max-age") { Description = "Ask the registry when the answer is older than this many seconds." };
        var json = CliOptions.Json();
        var command = new Command("show", "Show a package; it is collected first when it is not stored.") { package, snippets, api, changelog, maxAge, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (CliOptions.ReadPackage(parsed.GetValue(package)!, error) is not { } spec)
            {
                return ExitCodes.WrongUsage;
            }

            string[] include =
            [
                .. Part(parsed.GetValue(snippets), "snippets"), .. Part(parsed.GetValue(api), "api"), .. Part(parsed.GetValue(changelog), "changelog"), "patterns",
            ];
            var request = new GetPackage(spec.Ecosystem, spec.Name, spec.Version, parsed.GetValue(maxAge), include);
            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.Get, request, SingularityJson.Default.PackageAnswer, answer => Write(answer, Terminal.Console(output)), cancellationToken);
        });
        return command;
    }

    private static void Write(PackageAnswer answer, IAnsiConsole console)
    {
        var package = answer.Package;
        console.MarkupLine($"[bold]{Terminal.Safe(package.Name)}[/] {Terminal.Safe(package.Version)}  [grey]{Terminal.Safe(package.Purl)}[/]");
        Line(console, null, package.Description);
        Line(console, "deprecated", package.Deprecated);
        Line(console, "licence", package.License ?? package.LicenseText);
        Line(console, "homepage", package.Homepage);
        Line(console, "repository", package.Repository);
        Line(console, "runs on", string.Join(", ", package.Frameworks));
        Line(console, "keywords", string.Join(", ", package.Keywords));
        Line(console, "versions", package.VersionCount == 0 ? null : $"{package.VersionCount}, newest {string.Join(", ", package.Versions.Take(5).Select(static v => v.Version))}");
        Line(console, "archive", package.Archive is { } archive
            ? $"{archive.Size / 1024.0:0.#} KiB, {archive.FileCount} files, {archive.Algorithm} {(archive.Verified ? "verified" : "not verified")}"
            : null);
        foreach (var advisory in package.Advisories)
        {
            Line(console, "advisory", AdvisoriesCommand.Describe(advisory));
        }

        foreach (var kind in package.Dependencies.GroupBy(static d => d.Kind, StringComparer.Ordinal))
        {
            Line(console, $"{kind.Key} deps", string.Join(", ", kind.Select(static d => $"{d.Name} {d.Requirement}")));
        }

        foreach (var pattern in answer.Patterns ?? [])
        {
            Line(console, "pattern", PatternText.Describe(pattern));
        }

        Line(console, "patterns", answer.PatternsNote);
        Line(console, "answered by", $"{RegistryTelemetry.TierName(answer.ServedBy)}, confirmed {TimeSpan.FromMilliseconds(answer.AgeMs):d\\.hh\\:mm\\:ss} ago{(answer.Stale ? ", stale: the registry could not be asked" : "")}");
        foreach (var snippet in answer.Snippets ?? [])
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Terminal.OneLine(snippet.Title, 100)}[/]  [grey]{Terminal.Safe(snippet.Path)}:{snippet.Line}[/]");
            if (snippet.Kind is SnippetKind.Signature && snippet.Description is { } summary)
            {
                console.MarkupLine($"[grey]{Terminal.OneLine(summary, 200)}[/]");
            }

            console.WriteLine(Terminal.Plain(snippet.Code));
        }

        if (answer.SnippetsLeftOut is { } more)
        {
            console.WriteLine();
            console.MarkupLine($"[grey]{more} more do not fit one answer; narrow them with: ./singularity examples -p {Terminal.Safe(package.Purl)} WORDS[/]");
        }
    }

    private static string[] Part(bool wanted, string name) => wanted ? [name] : [];

    private static void Line(IAnsiConsole console, string? label, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            console.MarkupLine(label is null ? Terminal.OneLine(value, 400) : $"  [grey]{label,-14}[/] {Terminal.OneLine(value, 400)}");
        }
    }
}
