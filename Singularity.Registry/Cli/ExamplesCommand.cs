using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>examples [PACKAGE] ["…"]: code that shows how something is done.</summary>
internal static class ExamplesCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var query = new Argument<string[]>("query") { Description = "What the example should show; all of the package when left out.", Arity = ArgumentArity.ZeroOrMore };
        var package = new Option<string?>("--package", "-p") { Description = "Only of this package, such as npm:zod or cargo:tokio@1; all when left out." };
        var language = new Option<string?>("--language") { Description = "Only in this language, such as typescript." };
        var kind = new Option<string[]>("--kind")
        {
            Description = "readme, example, doctest, signature or changelog; examples of the first three kinds when left out.",
            AllowMultipleArgumentsPerToken = true,
        };
        var budget = new Option<int?>("--token-budget") { Description = "The most tokens of code to show." };
        var limit = CliOptions.Limit(10);
        var json = CliOptions.Json();
        var command = new Command("examples", "Show examples and signatures cut from packages: examples -p npm:zod \"parse an object\".")
        {
            query, package, language, kind, budget, limit, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!TryReadKinds(parsed.GetValue(kind) ?? [], error, out var kinds))
            {
                return ExitCodes.WrongUsage;
            }

            // "examples npm:zod" means the package, as with the other verbs.
            var words = parsed.GetValue(query) ?? [];
            var named = parsed.GetValue(package) ?? (words is [var first, ..] && first.Contains(':') ? first : null);
            words = parsed.GetValue(package) is null && named is not null ? words[1..] : words;
            var request = new SearchExamples(
                words.Length > 0 ? string.Join(' ', words) : null, named, parsed.GetValue(language), kinds, parsed.GetValue(limit), parsed.GetValue(budget));
            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.ExamplesSearch, request, SingularityJson.Default.ExamplesAnswer, answer => Write(answer, output), cancellationToken);
        });
        return command;
    }

    private static bool TryReadKinds(string[] names, TextWriter error, out List<SnippetKind>? kinds)
    {
        kinds = names.Length == 0 ? null : [];
        foreach (var name in names)
        {
            if (!SnippetKinds.TryParse(name, out var kind))
            {
                error.WriteLine($"'{Terminal.Plain(name)}' is not a kind; use readme, example, doctest, signature or changelog.");
                return false;
            }

            kinds!.Add(kind);
        }

        return true;
    }

    private static void Write(ExamplesAnswer answer, TextWriter output)
    {
        var console = Terminal.Console(output);
        if (answer.Notice is { } notice)
        {
            console.MarkupLine($"[yellow]{Terminal.OneLine(notice, 400)}[/]");
        }

        if (answer.Snippets.Count == 0)
        {
            console.WriteLine(answer.Package is { } package
                ? $"{package} has no such example. Its signatures: ./singularity examples -p {package} --kind signature"
                : "Nothing found among the packages collected so far. Collect more with: ./singularity collect npm:NAME");
        }

        foreach (var snippet in answer.Snippets)
        {
            console.MarkupLine($"[bold]{Terminal.OneLine(snippet.Title, 100)}[/]  [grey]{Terminal.OneLine($"{snippet.Purl} {snippet.Path}:{snippet.Line}", 200)}[/]");
            if (snippet.Description is { } description)
            {
                console.MarkupLine($"[grey]{Terminal.OneLine(description, 200)}[/]");
            }

            console.WriteLine(Terminal.Plain(snippet.Code));
            console.WriteLine();
        }

        if (answer.LeftOut > 0)
        {
            console.MarkupLine($"[grey]{answer.LeftOut} more; raise --limit[/]");
        }
    }
}
