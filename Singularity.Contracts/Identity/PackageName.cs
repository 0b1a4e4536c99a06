using System.Buffers;
using System.Text;

namespace Singularity.Contracts.Identity;

/// <summary>What each registry accepts as a name, and the form under which it finds it.</summary>
public static class PackageName
{
    /// <summary>The longest name any registry accepts (npm: 214 characters).</summary>
    public const int MaxLength = 214;

    private static readonly SearchValues<char> UrlSafe =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!'()*");

    /// <summary>
    /// Normalises as the registry does: NuGet and PyPI ignore case, PyPI treats runs of <c>-_.</c> as one <c>-</c>; npm, cargo and hex
    /// names stay as written (npm has old names with capitals). Returns null and an explanation when the registry could not hold it.
    /// </summary>
    public static string? Normalize(Ecosystem ecosystem, string name, out string? problem)
    {
        problem = Problem(ecosystem, name);
        if (problem is not null)
        {
            return null;
        }

        return ecosystem switch
        {
            Ecosystem.NuGet => name.ToLowerInvariant(),
            Ecosystem.PyPI => CollapseSeparators(name.ToLowerInvariant()),
            _ => name,
        };
    }

    private static string? Problem(Ecosystem ecosystem, string name)
    {
        if (name.Length == 0)
        {
            return "A package name is missing.";
        }

        if (name.Length > MaxLength)
        {
            return $"A package name has at most {MaxLength} characters; this one has {name.Length}.";
        }

        var valid = ecosystem switch
        {
            Ecosystem.Npm => IsNpmName(name),
            Ecosystem.Cargo => char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
            Ecosystem.Hex => char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_'),
            Ecosystem.NuGet => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] is not '.',
            _ => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]),
        };
        return valid ? null : $"'{Display(name)}' is not a name that {ecosystem.PurlType()} accepts.";
    }

    private static bool IsNpmName(string name)
    {
        if (name[0] is not '@')
        {
            return IsNpmSegment(name);
        }

        var slash = name.IndexOf('/');
        return slash > 1 && slash < name.Length - 1 && IsNpmSegment(name.AsSpan(1, slash - 1)) && IsNpmSegment(name.AsSpan(slash + 1));
    }

    private static bool IsNpmSegment(ReadOnlySpan<char> segment) =>
        segment.Length > 0 && segment[0] is not ('.' or '_') && !segment.ContainsAnyExcept(UrlSafe);

    private static string CollapseSeparators(string name)
    {
        var result = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not ('-' or '_' or '.'))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != '-')
            {
                result.Append('-');
            }
        }

        return result.ToString();
    }

    /// <summary>A form fit for messages: control characters shown as '?', at most 80 characters.</summary>
    public static string Display(string text)
    {
        var cut = text.Length > 80 ? text[..80] + "…" : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
            }
        });
    }
}
