using Singularity.Contracts.Identity;

namespace Singularity.Registry.Archives;

/// <summary>Paths of entries. Nothing is ever written to disk, yet a path that could leave its folder marks a hostile archive.</summary>
internal static class ArchivePath
{
    /// <summary>The path below the outermost folder, or null for that folder itself and for files beside it.</summary>
    /// <exception cref="ArchiveException">The path is absolute, climbs, or is longer or deeper than allowed.</exception>
    public static string? BelowFirstFolder(string path, ArchiveLimits limits)
    {
        var segments = Segments(path, limits);
        return segments.Length > 1 && HasDrive(segments[1]) ? throw Hostile(path) : segments.Length > 1 ? string.Join('/', segments.AsSpan(1)) : null;
    }

    /// <summary>The path within an archive that has no outer folder, or null when it names nothing.</summary>
    /// <exception cref="ArchiveException">The path is absolute, climbs, or is longer or deeper than allowed.</exception>
    public static string? Within(string path, ArchiveLimits limits)
    {
        var segments = Segments(path, limits);
        return segments.Length > 0 ? string.Join('/', segments) : null;
    }

    private static string[] Segments(string path, ArchiveLimits limits)
    {
        if (path.Length > limits.MaxPathLength)
        {
            throw new ArchiveException($"has an entry whose path has {path.Length} characters; at most {limits.MaxPathLength} are accepted.");
        }

        if (path.AsSpan().ContainsAny('\0', '\\') || path.StartsWith('/'))
        {
            throw Hostile(path);
        }

        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(s => s != ".").ToArray();
        if (segments.Contains("..", StringComparer.Ordinal) || (segments.Length > 0 && HasDrive(segments[0])))
        {
            throw Hostile(path);
        }

        return segments.Length <= limits.MaxDepth
            ? segments
            : throw new ArchiveException($"has the entry '{PackageName.Display(path)}', {segments.Length} folders deep; at most {limits.MaxDepth} are accepted.");
    }

    private static bool HasDrive(string path) => path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);

    private static ArchiveException Hostile(string path) =>
        new($"has the entry '{PackageName.Display(path)}', whose path could leave the archive's folder.");
}
