using System.CommandLine;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>The options that say what a pattern holds: of <c>learn</c> all of it, of <c>feedback</c> what is better said otherwise.</summary>
internal sealed class ContentOptions
{
    public Option<string?> Kind { get; } = new("--kind") { Description = $"{string.Join(", ", PatternKind.All)}." };

    public Option<string?> Title { get; } = new("--title") { Description = "One line that says what was learned." };

    public Option<string?> Body { get; } = new("--body") { Description = "The text, in Markdown." };

    public Option<string?> File { get; } = new("--file") { Description = "A file with the text; - reads standard input." };

    public Option<string?> Language { get; } = new("--language") { Description = "A language such as csharp." };

    public Option<string[]> Tags { get; } = new("--tag") { Description = "A tag; may be given several times." };

    public Option<string[]> Packages { get; } = new("--package")
    {
        Description = "A package it is about, with the versions for which it holds: \"pkg:hex/ecto@>=3.11\"; may be given several times.",
    };

    public Option<string[]> Symbols { get; } = new("--symbol") { Description = "A part of the one package's API that it uses; may be given several times." };

    public Option<string?> Code { get; } = new("--code") { Description = "A file with code that shows it." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Kind, Title, Body, File, Language, Tags, Packages, Symbols, Code])
        {
            command.Add(option);
        }
    }

    /// <summary>What was given, the rest null; null with a problem for people when it cannot be read.</summary>
    public PatternChanges? Read(ParseResult parsed, TextReader input, out string? problem)
    {
        if (parsed.GetValue(Body) is not null && parsed.GetValue(File) is not null)
        {
            problem = "--body and --file say the same; give one of them.";
            return null;
        }

        problem = null;
        var body = parsed.GetValue(File) is { } file ? TextFile.Read(file, input, out problem) : parsed.GetValue(Body);
        if (problem is not null)
        {
            return null;
        }

        var code = parsed.GetValue(Code) is { } codeFile ? TextFile.Read(codeFile, input, out problem) : null;
        if (problem is not null)
        {
            return null;
        }

        var packages = PackageOption.Read(parsed.GetValue(Packages) ?? [], parsed.GetValue(Symbols) ?? [], out problem);
        return problem is not null ? null : new PatternChanges
        {
            Kind = parsed.GetValue(Kind) is { } kind ? new PatternKind(kind) : null,
            Title = parsed.GetValue(Title),
            Body = body,
            Language = parsed.GetValue(Language),
            Tags = parsed.GetValue(Tags) is { Length: > 0 } tags ? tags : null,
            Packages = packages,
            Code = code,
        };
    }
}
