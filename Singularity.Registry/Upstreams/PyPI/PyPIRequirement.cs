using System.Buffers;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>Reads a requirement by PEP 508, such as <c>name[extra]&gt;=1.0; python_version &lt; "3.8"</c>.</summary>
internal static class PyPIRequirement
{
    private static readonly SearchValues<char> AfterName = SearchValues.Create(" \t[(<>=!~;@");

    private const int MaxLength = 4096;

    /// <summary>
    /// The dependency, its requirement being the specifier or address and, behind a semicolon, the marker; null when the text begins with no name. One
    /// that an extra asks for is optional.
    /// </summary>
    public static PackageDependency? Read(string text)
    {
        var rest = text.AsSpan(0, Math.Min(text.Length, MaxLength)).Trim();
        var end = rest.IndexOfAny(AfterName);
        var name = PackageName.Normalize(Ecosystem.PyPI, (end < 0 ? rest : rest[..end]).ToString(), out _);
        if (name is null)
        {
            return null;
        }

        rest = end < 0 ? [] : rest[end..].TrimStart();
        if (rest is ['[', ..])
        {
            var close = rest.IndexOf(']');
            rest = close < 0 ? [] : rest[(close + 1)..].TrimStart();
        }

        // An address may hold semicolons; its marker stands behind a blank.
        var isAddress = rest is ['@', ..];
        var semicolon = isAddress ? rest.IndexOf(" ;") : rest.IndexOf(';');
        var specifier = Specifier(semicolon < 0 ? rest : rest[..semicolon]);
        var marker = semicolon < 0 ? [] : rest[(semicolon + 1)..].TrimStart(" ;").Trim();
        var isExtra = AsksForExtra(marker);
        return new PackageDependency(name, marker.Length == 0 ? specifier : $"{specifier}; {marker}", isExtra ? "optional" : "runtime", isExtra);
    }

    private static string Specifier(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        text = text is ['(', .., ')'] ? text[1..^1].Trim() : text;
        return text is ['@', ..] ? $"@ {Address(text[1..].Trim())}" : string.Concat(text.ToString().Where(static c => !char.IsWhiteSpace(c)));
    }

    /// <summary>An address may carry credentials, which are nobody's business.</summary>
    private static string Address(ReadOnlySpan<char> text) =>
        Uri.TryCreate(text.ToString(), UriKind.Absolute, out var url) && url.UserInfo.Length > 0 ? UpstreamUrl.WithoutUserInfo(url).AbsoluteUri : text.ToString();

    /// <summary>Whether the word extra stands outside quotes.</summary>
    private static bool AsksForExtra(ReadOnlySpan<char> marker)
    {
        var quote = '\0';
        for (var i = 0; i < marker.Length; i++)
        {
            if (quote != '\0')
            {
                quote = marker[i] == quote ? '\0' : quote;
            }
            else if (marker[i] is '"' or '\'')
            {
                quote = marker[i];
            }
            else if (marker[i..].StartsWith("extra") && (i == 0 || !char.IsAsciiLetter(marker[i - 1])))
            {
                return true;
            }
        }

        return false;
    }
}
