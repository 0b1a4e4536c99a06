using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// yarn.lock version 1: a line of keys (<c>"a@^1.0.0", a@^1.2.0:</c>), then indented fields. Keys of one entry differ in range only, so the first
/// names the package.
/// </summary>
internal static class YarnClassicLock
{
    /// <summary>What yarn indents the fields of an entry with; what its dependencies are is indented further.</summary>
    private const string Indent = "  ";

    public static void Read(string text, LockfileSink sink)
    {
        var lines = new TextLines(text);
        Entry? entry = null;
        while (lines.MoveNext())
        {
            var line = lines.Current.TrimEnd();
            if (line.IsEmpty || line.TrimStart()[0] == '#')
            {
                continue;
            }

            if (line[0] is not (' ' or '\t'))
            {
                Write(entry, sink);
                entry = ReadKeys(line, lines.Number);
            }
            else if (entry is null)
            {
                throw new LockfileException("is indented but belongs to no entry", lines.Number);
            }
            else if (line.StartsWith(Indent + "version ", StringComparison.Ordinal))
            {
                entry = entry with { Version = Unquote(line[(Indent.Length + "version ".Length)..].Trim(), lines.Number) };
            }
        }

        Write(entry, sink);
    }

    private static Entry ReadKeys(ReadOnlySpan<char> line, int number)
    {
        if (line[^1] != ':')
        {
            throw new LockfileException("is neither an entry, which ends with a colon, nor a field of one, which is indented", number);
        }

        return line[0] == '"'
            ? new Entry(Unquote(line, number), number)
            : new Entry(line[..(line.IndexOf(',') is var comma and >= 0 ? comma : line.Length - 1)].ToString(), number);
    }

    private static void Write(Entry? entry, LockfileSink sink)
    {
        if (entry is null)
        {
            return;
        }

        if (NpmAlias.Split(entry.Key) is not var (name, range))
        {
            var key = PackageName.Display(LockfileAddress.WithoutSecrets(entry.Key));
            throw new LockfileException($"\"{key}\" is not of the form name@range", entry.Line);
        }

        if (LockfileAddress.Elsewhere(range) is { } reason)
        {
            sink.Skip(name, reason, entry.Line);
            return;
        }

        var version = entry.Version
            ?? throw new LockfileException($"\"{PackageName.Display(entry.Key)}\".version is missing", entry.Line);
        sink.Add(NpmAlias.Resolve(name, range).Name, version, entry.Line);
    }

    /// <summary>A quoted text at the start, with the escapes that yarn writes; unquoted text as it is.</summary>
    private static string Unquote(ReadOnlySpan<char> text, int number)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            return text.ToString();
        }

        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return text[1..i].ToString().Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            }
        }

        throw new LockfileException("has a quoted text without end", number);
    }

    private sealed record Entry(string Key, int Line, string? Version = null);
}
