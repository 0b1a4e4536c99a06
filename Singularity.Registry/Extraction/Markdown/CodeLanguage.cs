using System.Buffers;

namespace Singularity.Registry.Extraction.Markdown;

/// <summary>One name per language, whatever a fence calls it.</summary>
internal static class CodeLanguage
{
    private const int MaxLength = 24;

    /// <summary>What follows a language's name: attributes, highlighted lines, file names.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t{,:;[(=");

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["js"] = "javascript",
        ["mjs"] = "javascript",
        ["cjs"] = "javascript",
        ["node"] = "javascript",
        ["es6"] = "javascript",
        ["ecmascript"] = "javascript",
        ["ts"] = "typescript",
        ["mts"] = "typescript",
        ["cts"] = "typescript",
        ["sh"] = "bash",
        ["shell"] = "bash",
        ["zsh"] = "bash",
        ["console"] = "bash",
        ["shell-session"] = "bash",
        ["shellsession"] = "bash",
        ["terminal"] = "bash",
        ["ps1"] = "powershell",
        ["pwsh"] = "powershell",
        ["cmd"] = "batch",
        ["bat"] = "batch",
        ["py"] = "python",
        ["python3"] = "python",
        ["pycon"] = "python",
        ["rs"] = "rust",
        ["ex"] = "elixir",
        ["exs"] = "elixir",
        ["iex"] = "elixir",
        ["cs"] = "csharp",
        ["c#"] = "csharp",
        ["fs"] = "fsharp",
        ["f#"] = "fsharp",
        ["c++"] = "cpp",
        ["yml"] = "yaml",
        ["md"] = "markdown",
        ["rb"] = "ruby",
        ["htm"] = "html",
        ["jsonc"] = "json",
        ["json5"] = "json",
        ["coffee"] = "coffeescript",
        ["golang"] = "go",
        ["kt"] = "kotlin",
        ["docker"] = "dockerfile",
        ["gql"] = "graphql",
        ["postgresql"] = "sql",
        ["patch"] = "diff",
        ["plaintext"] = "text",
        ["plain"] = "text",
        ["txt"] = "text",
    };

    /// <summary>Of a fence's info string; null when it names none.</summary>
    public static string? Normalize(string? info)
    {
        var end = info?.AsSpan().IndexOfAny(Ends) ?? -1;
        var name = (end < 0 ? info ?? "" : info![..end]).ToLowerInvariant().TrimStart('.');
        name = name.StartsWith("language-", StringComparison.Ordinal) ? name[9..] : name;
        return name.Length is 0 or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' or '#' or '.')
            ? null
            : Aliases.GetValueOrDefault(name, name);
    }
}
