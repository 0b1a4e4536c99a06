using System.CommandLine;
using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>learn: keeps what was found out, for this machine and for those that it is linked with.</summary>
internal static class LearnCommand
{
    private const int SimilarShown = 5;

    public static Command Create(TextReader input, TextWriter output, TextWriter error)
    {
        var content = new ContentOptions();
        var jsonFile = new Option<string?>("--json-file") { Description = "A file with the whole pattern as JSON, as the API takes it; - reads standard input." };
        var json = CliOptions.Json();
        var command = new Command("learn", "Keep what you found out: learn --kind workaround --title \"…\" --body \"…\" --package \"pkg:hex/ecto@>=3.11\".");
        content.AddTo(command);
        command.Add(jsonFile);
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error));
            var given = content.Read(parsed, input, out var problem);
            var learned = problem is not null ? null
                : parsed.GetValue(jsonFile) is { } file ? ReadJson(file, given!, input, out problem)
                : Complete(given!, out problem);
            return learned is null
                ? request.Refuse(problem!)
                : await request.SendAsync(
                    static subjects => subjects.Learn, new Learn(learned), SingularityJson.Default.PatternLearned, answer => Write(answer, output), cancellationToken);
        });
        return command;
    }

    private static PatternContent? Complete(PatternChanges given, out string? problem)
    {
        string[] missing =
        [
            .. given.Kind is null ? ["--kind"] : Array.Empty<string>(),
            .. given.Title is null ? ["--title"] : Array.Empty<string>(),
            .. given.Body is null ? ["--body or --file"] : Array.Empty<string>(),
        ];
        problem = missing.Length > 0 ? $"A pattern needs {string.Join(" and ", missing)}." : null;
        return problem is not null ? null : new PatternContent
        {
            Kind = given.Kind!.Value,
            Title = given.Title!,
            Body = given.Body!,
            Language = given.Language,
            Tags = given.Tags ?? [],
            Packages = given.Packages ?? [],
            Code = given.Code,
        };
    }

    private static PatternContent? ReadJson(string file, PatternChanges given, TextReader input, out string? problem)
    {
        if (given != new PatternChanges())
        {
            problem = "--json-file holds the whole pattern; leave the other options out.";
            return null;
        }

        try
        {
            return TextFile.Read(file, input, out problem) is { } text
                ? JsonSerializer.Deserialize(text, SingularityJson.Default.PatternContent) ?? throw new JsonException("It holds null.")
                : null;
        }
        catch (JsonException exception)
        {
            problem = $"{file} is not a pattern in JSON, such as {{\"kind\":\"code\",\"title\":\"…\",\"body\":\"…\"}}: {exception.Message}";
            return null;
        }
    }

    private static void Write(PatternLearned answer, TextWriter output)
    {
        output.WriteLine(answer.IsNew ? $"{answer.Id} learned." : $"{answer.Id} says so already; nothing was written.");
        foreach (var other in answer.Similar.Take(SimilarShown))
        {
            output.WriteLine(FormattableString.Invariant(
                $"  {other.Other} seems to say the same ({other.Similarity:0.00}). If it does: ./singularity feedback {answer.Id} --same-as {other.Other}"));
        }
    }
}
