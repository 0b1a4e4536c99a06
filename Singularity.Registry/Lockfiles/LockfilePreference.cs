namespace Singularity.Registry.Lockfiles;

/// <summary>Of the files that describe one project, those that fix its versions.</summary>
internal static class LockfilePreference
{
    private const string PackagesLock = "packages.lock.json";

    private const string CentralVersions = "Directory.Packages.props";

    /// <summary>
    /// Without project files where restore has written versions down, requirements beside a Python lockfile, and package-lock.json beside
    /// npm-shrinkwrap.json, which npm then ignores. Project assets stand in obj, where no search goes by itself.
    /// </summary>
    public static IEnumerable<string> InFolder(string folder, List<string> files)
    {
        var names = files.Select(static f => Path.GetFileName(f)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hasPythonLock = names.Contains("poetry.lock") || names.Contains("uv.lock") || names.Contains("Pipfile.lock");
        var assets = Path.Join(folder, "obj", "project.assets.json");
        var hasAssets = files.Exists(IsProject) && !names.Contains(PackagesLock) && File.Exists(assets);
        return files
            .Where(file => !(hasPythonLock && IsRequirements(file)))
            .Where(file => !((hasAssets || names.Contains(PackagesLock)) && IsProject(file)))
            .Where(file => !(names.Contains("npm-shrinkwrap.json") && Is(file, "package-lock.json")))
            .Concat(hasAssets ? [assets] : []);
    }

    /// <summary>Without central versions of which every project below has its own exact ones. A project that has none keeps them.</summary>
    public static IEnumerable<string> AcrossFolders(IReadOnlyList<string> files)
    {
        var exact = FoldersOf(files, static f => Is(f, PackagesLock) || Is(f, "project.assets.json"));
        var open = FoldersOf(files, IsProject);
        return files.Where(file => !Is(file, CentralVersions) || Below(open, file) || !Below(exact, file));
    }

    private static string[] FoldersOf(IReadOnlyList<string> files, Func<string, bool> isWanted) =>
        [.. files.Where(isWanted).Select(static f => Path.GetDirectoryName(f) ?? "")];

    private static bool Below(string[] folders, string central)
    {
        var folder = Path.GetDirectoryName(central) ?? "";
        return Array.Exists(folders, f => f == folder || f.StartsWith(Path.Join(folder, "/"), StringComparison.Ordinal));
    }

    private static bool IsProject(string file) => LockfileFormats.Find(file, null)?.Name == "csproj";

    private static bool IsRequirements(string file) => LockfileFormats.Find(file, null)?.Name == "requirements.txt";

    private static bool Is(string file, string name) => Path.GetFileName(file.AsSpan()).Equals(name, StringComparison.OrdinalIgnoreCase);
}
