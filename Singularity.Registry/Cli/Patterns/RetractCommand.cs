using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>retract ID: takes a pattern back for good, on every machine.</summary>
internal static class RetractCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var id = PatternIds.Argument();
        var reason = new Option<string?>("--reason") { Description = "Why, for people." };
        var json = CliOptions.Json();
        var command = new Command("retract", "Take a pattern back for good, with all that it stands for, on every machine.") { id, reason, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error));
            return PatternIds.Read(parsed.GetValue(id)!, out var problem) is { } pattern
                ? await request.SendAsync(
                    static subjects => subjects.Retract, new Retract(pattern, parsed.GetValue(reason)), SingularityJson.Default.PatternsRetracted,
                    answer => output.WriteLine($"Retracted: {string.Join(", ", answer.Ids)}"), cancellationToken)
                : request.Refuse(problem!);
        });
        return command;
    }
}
