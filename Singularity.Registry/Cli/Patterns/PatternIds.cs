using System.CommandLine;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>The id of a pattern as an argument.</summary>
internal static class PatternIds
{
    public static Argument<string> Argument() => new("id") { Description = "The pattern's id, 26 characters, as recall shows it." };

    /// <summary>Null, with a problem for people, when it is none.</summary>
    public static Ulid? Read(string text, out string? problem)
    {
        problem = Ulid.TryParse(text.ToUpperInvariant(), out var id) ? null : $"'{Terminal.Line(text, 60)}' is not the id of a pattern; ./singularity recall and patterns show them.";
        return problem is null ? id : null;
    }
}
