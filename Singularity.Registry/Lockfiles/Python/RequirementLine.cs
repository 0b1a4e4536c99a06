using System.Buffers;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>
/// One logical line: <c>name[extra]==1.2.3; marker --hash=sha256:...</c>, <c>name @ address</c>, an address or path, or an option. Messages
/// quote names only, since options and addresses may hold credentials.
/// </summary>
internal static class RequirementLine
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+");

    private static readonly string[] Included = ["-r", "--requirement", "-c", "--constraint"];

    private static readonly string[] Editable = ["-e", "--editable"];

    public static void Read(ReadOnlySpan<char> line, int number, LockfileSink sink)
    {
        line = WithoutComment(line).Trim();
        if (line.IsEmpty)
        {
            return;
        }

        if (line[0] == '-')
        {
            ReadOption(line, number, sink);
        }
        else if (IsAddress(line))
        {
            SkipAddress(line, number, sink);
        }
        else
        {
            ReadRequirement(line, number, sink);
        }
    }

    private static void ReadOption(ReadOnlySpan<char> line, int number, LockfileSink sink)
    {
        if (OptionValue(line, Editable) is { } project)
        {
            SkipAddress(project, number, sink);
        }
        else if (OptionValue(line, Included) is { } file)
        {
            sink.Skip(file, "is a file of its own; import it, or its folder, as well", number);
        }
    }

    private static void ReadRequirement(ReadOnlySpan<char> line, int number, LockfileSink sink)
    {
        var end = line.IndexOfAnyExcept(NameCharacters) is var i and >= 0 ? i : line.Length;
        var name = line[..end];
        var rest = line[end..].TrimStart();
        if (name.IsEmpty)
        {
            throw new LockfileException("is neither a requirement nor an option", number);
        }

        if (rest is ['[', ..])
        {
            var close = rest.IndexOf(']');
            rest = close >= 0 ? rest[(close + 1)..].TrimStart()
                : throw new LockfileException($"the extras of {Shown(name)} lack their closing bracket", number);
        }

        if (rest is ['@', ..])
        {
            sink.Skip(name.ToString(), LockfileAddress.Elsewhere(rest[1..].Trim().ToString()) ?? SkipReason.Url, number);
            return;
        }

        var specifier = Specifier(rest);
        if (!specifier.IsEmpty && !PythonSpecifier.IsSpecifier(specifier))
        {
            throw new LockfileException($"what follows {Shown(name)} is no version specifier such as ==1.2.3", number);
        }

        var (version, exact) = PythonSpecifier.Read(specifier);
        sink.Add(name.ToString(), version, number, exact);
    }

    private static string Shown(ReadOnlySpan<char> name) => $"'{PackageName.Display(name.ToString())}'";

    /// <summary>What precedes the marker and the options of the requirement, without the parentheses of old metadata.</summary>
    private static ReadOnlySpan<char> Specifier(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf(';');
        rest = end < 0 ? rest : rest[..end];
        var option = rest.IndexOf("--", StringComparison.Ordinal);
        rest = (option < 0 ? rest : rest[..option]).Trim();
        return rest is ['(', .. var inner, ')'] ? inner.Trim() : rest;
    }

    /// <summary>An address with its scheme first, a path, or an archive's name. <c>name@https://...</c> is a requirement.</summary>
    private static bool IsAddress(ReadOnlySpan<char> line)
    {
        var word = FirstWord(line);
        return HasScheme(word)
            || word is ['.' or '/' or '~', ..]
            || (word.ContainsAny('/', '\\') && !word.Contains('@'))
            || word.EndsWith(".whl", StringComparison.OrdinalIgnoreCase)
            || word.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
            || word.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
    }

    private static bool HasScheme(ReadOnlySpan<char> word)
    {
        var colon = word.IndexOf(':');
        return colon > 1 && !word[..colon].ContainsAnyExcept(SchemeCharacters);
    }

    private static void SkipAddress(ReadOnlySpan<char> line, int number, LockfileSink sink)
    {
        var word = FirstWord(line).ToString();
        var egg = word.IndexOf("#egg=", StringComparison.Ordinal);
        var name = egg < 0 ? word : word[(egg + "#egg=".Length)..].Split('&', '[')[0];
        sink.Skip(name, HasScheme(word) ? LockfileAddress.Elsewhere(word) ?? SkipReason.Url : SkipReason.File, number);
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> line) => line.IndexOfAny(' ', '\t', ';') is var end and >= 0 ? line[..end] : line;

    /// <summary><c>-r file</c>, <c>-rfile</c>, <c>--requirement file</c> and <c>--requirement=file</c>; null for other options.</summary>
    private static string? OptionValue(ReadOnlySpan<char> line, string[] names)
    {
        foreach (var name in names)
        {
            var rest = line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : default;
            var isLong = name.StartsWith("--", StringComparison.Ordinal);
            if (!rest.IsEmpty && (!isLong || rest[0] is ' ' or '\t' or '='))
            {
                return rest.TrimStart(" \t=").ToString();
            }
        }

        return null;
    }

    /// <summary>A comment starts a line or follows a blank; other number signs belong to addresses.</summary>
    private static ReadOnlySpan<char> WithoutComment(ReadOnlySpan<char> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || line[i - 1] is ' ' or '\t'))
            {
                return line[..i];
            }
        }

        return line;
    }
}
