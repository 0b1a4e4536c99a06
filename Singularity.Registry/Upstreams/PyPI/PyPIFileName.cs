using Singularity.Contracts.Identity;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>What the names of files say (PEP 427, PEP 625).</summary>
internal static class PyPIFileName
{
    private static readonly string[] Sources = [".tar.gz", ".tgz", ".zip"];

    public static bool IsWheel(string name) => name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase);

    /// <summary>The layout of a source distribution; null for any other file.</summary>
    public static ArchiveLayout? SourceLayout(string name) => Array.FindIndex(Sources, s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase)) switch
    {
        0 or 1 => ArchiveLayout.TarGzInFolder,
        2 => ArchiveLayout.ZipInFolder,
        _ => null,
    };

    /// <summary>The version in a file's name; null when it is no file of this project.</summary>
    /// <param name="project">Normalised.</param>
    public static string? Version(string project, string name)
    {
        if (IsWheel(name))
        {
            var parts = name.Split('-');
            return parts.Length is 5 or 6 && IsProject(parts[0], project) ? parts[1].Replace('_', '-') : null;
        }

        if (Array.Find(Sources, s => name.EndsWith(s, StringComparison.OrdinalIgnoreCase)) is not { } extension)
        {
            return null;
        }

        // Old names have dashes in the project: the version begins behind as many characters as spell it.
        var stem = name[..^extension.Length];
        for (var dash = stem.IndexOf('-', StringComparison.Ordinal); dash > 0; dash = stem.IndexOf('-', dash + 1))
        {
            if (IsProject(stem[..dash], project))
            {
                return stem[(dash + 1)..];
            }
        }

        return null;
    }

    /// <summary>Lower is better to read: pure Python, then common machines before others, newer interpreters before older.</summary>
    public static (int Platform, int Python, string Name) Rank(string name)
    {
        var parts = name[..^4].ToLowerInvariant().Split('-');
        var (python, platform) = parts.Length < 5 ? ("", "") : (parts[^3], parts[^1]);
        var kind = platform switch
        {
            "any" => python.Contains("py3", StringComparison.Ordinal) ? 0 : 1,
            _ when platform.Contains("manylinux", StringComparison.Ordinal) && platform.EndsWith("x86_64", StringComparison.Ordinal) => 2,
            _ when platform.Contains("linux", StringComparison.Ordinal) => 3,
            _ => 4,
        };
        var digits = string.Concat(python.SkipWhile(static c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
        return (kind, -(int.TryParse(digits, out var number) ? number : 0), name);
    }

    private static bool IsProject(string text, string project) => PackageName.Normalize(Ecosystem.PyPI, text, out _) == project;
}
