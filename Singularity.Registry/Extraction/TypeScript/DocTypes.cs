using System.Text;

namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>Types and names in JSDoc tags.</summary>
internal static class DocTypes
{
    /// <summary>Characters of a type that is shown.</summary>
    private const int MaxType = 200;

    /// <summary><c>{type} name</c>, <c>{type} [name=default]</c>, <c>name {type}</c> or <c>name</c>; null when there is no name.</summary>
    public static DocParameter? ReadParameter(ReadOnlySpan<char> text)
    {
        var type = ReadType(ref text);
        var isOptional = text.Length > 0 && text[0] == '[';
        var end = isOptional ? text.IndexOfAny("]=") : text.IndexOfAny(" \t");
        var name = text[(isOptional ? 1 : 0)..(end < 0 ? text.Length : end)].Trim().ToString();
        if (type is null && !isOptional && end > 0)
        {
            text = text[end..].TrimStart();
            type = ReadType(ref text);
        }

        if (type?.EndsWith('=') == true)
        {
            (type, isOptional) = (type[..^1], true);
        }

        return name.Length is > 0 and < 100 ? new DocParameter(name.TrimEnd('-', ':'), type, isOptional) : null;
    }

    /// <summary>What stands between braces at the beginning, which is taken off; null when nothing does.</summary>
    public static string? ReadType(ref ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || text[0] != '{')
        {
            return null;
        }

        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch
            {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                var type = text[1..i].Trim();
                text = text[(i + 1)..].Trim();
                return type.Length is 0 or > MaxType ? null : type.ToString();
            }
        }

        return null;
    }

    /// <summary>Links become their text: <c>{@link Name words}</c>, <c>{@link Name|words}</c>, <c>{@link Name}</c>.</summary>
    public static string PlainText(string text)
    {
        if (!text.Contains("{@", StringComparison.Ordinal))
        {
            return text.Trim();
        }

        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var open = text.IndexOf("{@", i, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                output.Append(text.AsSpan(i));
                break;
            }

            output.Append(text.AsSpan(i, open - i));
            var tag = text.AsSpan(open + 2, close - open - 2).Trim();
            var content = tag.IndexOf(' ') is var blank and > 0 ? tag[blank..].Trim() : default;
            var separator = content.IndexOfAny('|', ' ');
            output.Append(separator > 0 ? content[(separator + 1)..].Trim(" |") : content);
            i = close + 1;
        }

        return output.ToString().Trim();
    }
}
