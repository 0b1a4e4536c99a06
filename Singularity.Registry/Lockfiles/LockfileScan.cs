using System.IO.Enumeration;

namespace Singularity.Registry.Lockfiles;

/// <summary>Finds the lockfiles of a project or monorepo.</summary>
internal static class LockfileScan
{
    /// <summary>Where clients put what they installed or built.</summary>
    private static readonly HashSet<string> SkippedFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bower_components", "bin", "obj", "target", "deps", "_build", "venv", "site-packages", "__pycache__", "vendor",
    };

    private static readonly EnumerationOptions Options = new()
    {
        IgnoreInaccessible = true,

        // Links may lead in circles or out of the folder; what is hidden is a tool's own.
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Within the default limits.</summary>
    public static IReadOnlyList<string> Find(string folder) => Find(folder, new LockfileScanLimits(), out _);

    /// <summary>
    /// Known lockfiles below a folder, in ordinal order of their paths, which start with the folder. Of a lockfile and what it was made from only the
    /// lockfile, see <see cref="LockfilePreference"/>. Folders that cannot be read are passed over.
    /// </summary>
    /// <param name="isComplete">False when a limit ended the search.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> Find(string folder, LockfileScanLimits limits, out bool isComplete)
    {
        var found = new List<string>();
        var folders = new Stack<(string Path, int Depth)>([(folder, 0)]);
        var seen = 0;
        isComplete = true;
        while (folders.TryPop(out var next))
        {
            if (List(next.Path, isFirst: next.Depth == 0) is not { } entries)
            {
                continue;
            }

            var files = new List<string>();
            foreach (var (path, isFolder) in entries)
            {
                if (++seen > limits.MaxEntries || found.Count + files.Count >= limits.MaxFiles)
                {
                    isComplete = false;
                    folders.Clear();
                    break;
                }

                if (!isFolder)
                {
                    AddKnown(files, path);
                }
                else if (next.Depth < limits.MaxDepth)
                {
                    folders.Push((path, next.Depth + 1));
                }
                else
                {
                    isComplete = false;
                }
            }

            found.AddRange(LockfilePreference.InFolder(next.Path, files));
        }

        return [.. LockfilePreference.AcrossFolders(found).Order(StringComparer.Ordinal)];
    }

    private static void AddKnown(List<string> files, string path)
    {
        if (LockfileFormats.Find(path, null) is not null)
        {
            files.Add(path);
        }
    }

    /// <summary>Null when the folder is gone since it was listed.</summary>
    private static FileSystemEnumerable<(string Path, bool IsFolder)>? List(string folder, bool isFirst)
    {
        try
        {
            return new FileSystemEnumerable<(string Path, bool IsFolder)>(
                folder, static (ref FileSystemEntry entry) => (entry.ToSpecifiedFullPath(), entry.IsDirectory), Options)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) =>
                    !entry.IsDirectory || !SkippedFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(entry.FileName),
            };
        }
        catch (DirectoryNotFoundException) when (!isFirst)
        {
            return null;
        }
    }
}
