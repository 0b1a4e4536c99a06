namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>
/// Reads the INI dialect of pip's configuration: sections, <c>key = value</c> or <c>key: value</c>, further lines of a value indented, comments with
/// <c>#</c> or <c>;</c>. Keys are found as pip finds them, <c>_</c> being <c>-</c>.
/// </summary>
internal static class PipConfigFile
{
    /// <summary>A larger file is no configuration.</summary>
    private const int MaxLength = 1024 * 1024;

    /// <summary>The settings of <c>pip install</c>: its own section over the one for all commands. Values of several lines are joined by blanks.</summary>
    public static Dictionary<string, string> Parse(string text)
    {
        var (common, install) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        Dictionary<string, string>? section = null;
        string? last = null;
        foreach (var line in text.Length > MaxLength ? default : text.AsSpan().EnumerateLines())
        {
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && last is not null && section is not null)
            {
                section[last] = $"{section[last]} {content}".Trim();
            }
            else if (content is ['[', .., ']'])
            {
                (section, last) = (content[1..^1] switch { "global" => common, "install" => install, _ => null }, null);
            }
            else if (content.IndexOfAny('=', ':') is var separator and > 0 && section is not null)
            {
                last = content[..separator].Trim().ToString().ToLowerInvariant().Replace('_', '-');
                section[last] = content[(separator + 1)..].Trim().ToString();
            }
        }

        foreach (var (key, value) in install)
        {
            common[key] = value;
        }

        return common;
    }
}
