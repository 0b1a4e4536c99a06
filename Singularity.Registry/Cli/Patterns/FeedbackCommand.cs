using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>feedback ID: whether a pattern helped, what is better said otherwise, and which other one says the same.</summary>
internal static class FeedbackCommand
{
    public static Command Create(TextReader input, TextWriter output, TextWriter error)
    {
        var id = PatternIds.Argument();
        var success = new Option<bool>("--success") { Description = "It was used and helped." };
        var failure = new Option<bool>("--failure") { Description = "It was used and did not help." };
        var sameAs = new Option<string?>("--same-as") { Description = "The id of another pattern that says the same; the two become one for good." };
        var answers = new Option<string[]>("--answers") { Description = "What spoke against it and does not any more, as recall --explain names it; may be given several times." };
        var content = new ContentOptions();
        var json = CliOptions.Json();
        var command = new Command("feedback", "Say whether a pattern helped, or correct it: feedback ID --success.") { id, success, failure, sameAs, answers };
        content.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new KnowledgeRequest(new CliRequest(parsed.GetValue(json), output, error));
            var pattern = PatternIds.Read(parsed.GetValue(id)!, out var problem);
            var other = problem is null && parsed.GetValue(sameAs) is { } text ? PatternIds.Read(text, out problem) : null;
            var changes = problem is null ? content.Read(parsed, input, out problem) : null;
            if (problem is not null)
            {
                return request.Refuse(problem);
            }

            if (parsed.GetValue(success) && parsed.GetValue(failure))
            {
                return request.Refuse("--success and --failure exclude each other.");
            }

            var settled = parsed.GetValue(answers) ?? [];
            var feedback = new GiveFeedback(
                pattern!.Value,
                parsed.GetValue(success) ? true : parsed.GetValue(failure) ? false : null,
                changes == new PatternChanges() && settled.Length == 0 ? null : new Corrected { Changes = changes!, Answers = settled },
                other);
            return feedback == new GiveFeedback(feedback.Id)
                ? request.Refuse("Say whether it helped (--success, --failure), what to correct (--title, --body, …) or what it is the same as (--same-as ID).")
                : await request.SendAsync(
                    static subjects => subjects.Feedback, feedback, SingularityJson.Default.KnownPattern,
                    known => PatternText.Write(known, Terminal.Console(output)), cancellationToken);
        });
        return command;
    }
}
