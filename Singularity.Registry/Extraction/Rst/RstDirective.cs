using Singularity.Registry.Extraction.Markdown;

namespace Singularity.Registry.Extraction.Rst;

/// <summary>A line such as <c>.. code-block:: python</c>, or a comment, whose name is empty.</summary>
internal readonly record struct RstDirective(string Name, string Argument)
{
    /// <summary>Directives whose content is text like that around them.</summary>
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "note", "tip", "hint", "important", "warning", "caution", "danger", "attention", "error", "admonition", "seealso", "versionadded", "versionchanged",
        "deprecated", "container", "topic", "sidebar", "tabs", "tab", "group-tab", "tab-set", "tab-item", "dropdown", "details", "only", "class", "rubric",
    };

    private static readonly HashSet<string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        "code", "code-block", "sourcecode", "doctest", "testcode", "ipython", "prompt", "parsed-literal", "code-tab", "code-cell", "console",
    };

    public bool IsCode => Codes.Contains(Name);

    public bool HasTextInside => Texts.Contains(Name);

    /// <summary>As stated or implied; null when it is neither.</summary>
    public string? Language => Name switch
    {
        "doctest" or "testcode" or "ipython" => "python",
        "parsed-literal" => null,
        _ => CodeLanguage.Normalize(Argument),
    };

    /// <summary>Null when the line is none.</summary>
    public static RstDirective? Parse(string line)
    {
        var text = line.AsSpan().Trim();
        if (!text.StartsWith("..", StringComparison.Ordinal) || (text.Length > 2 && text[2] != ' '))
        {
            return null;
        }

        text = text[2..].Trim();
        var colons = text.IndexOf("::", StringComparison.Ordinal);
        return colons <= 0 || text[..colons].ContainsAny(' ', '|', '_')
            ? new RstDirective("", "")
            : new RstDirective(text[..colons].ToString().ToLowerInvariant(), text[(colons + 2)..].Trim().ToString());
    }
}
