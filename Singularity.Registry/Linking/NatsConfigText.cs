using System.Text;

namespace Singularity.Registry.Linking;

/// <summary>Values in a configuration of nats-server.</summary>
internal static class NatsConfigText
{
    /// <summary>
    /// A link whose other end was cut off without a word is given up within half a minute and made anew; left to the server's defaults it would take minutes, in which all that is
    /// asked waits for nothing.
    /// </summary>
    public const string Liveness = "ping_interval: \"10s\"\nping_max: 2\n";

    /// <summary>A text in quotation marks, whatever it holds.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        }

        return quoted.Append('"').ToString();
    }

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    /// <summary>An account's lines that let others use its subjects.</summary>
    public static string Exports(LinkSubjects subjects, string? onlyTo, string indent)
    {
        var only = onlyTo is null ? "" : $", accounts: [{Quote(onlyTo)}]";
        return Lines(
            "exports",
            [
                .. subjects.Services.Select(subject => $"{{ service: {Quote(subject)}{only} }}"),
                .. subjects.Broadcasts.Select(subject => $"{{ stream: {Quote(subject)}{only} }}"),
            ],
            indent);
    }

    /// <summary>An account's lines that use subjects of another.</summary>
    public static string Imports(LinkSubjects subjects, string from, string indent) => Lines(
        "imports",
        [
            .. subjects.Services.Select(subject => $"{{ service: {{ account: {Quote(from)}, subject: {Quote(subject)} }} }}"),
            .. subjects.Broadcasts.Select(subject => $"{{ stream: {{ account: {Quote(from)}, subject: {Quote(subject)} }} }}"),
        ],
        indent);

    private static string Lines(string name, string[] entries, string indent) =>
        $"{indent}{name}: [\n{string.Concat(entries.Select(entry => $"{indent}  {entry}\n"))}{indent}]\n";
}
