namespace Singularity.Registry.Extraction.Python;

/// <summary>Which files of an archive can be imported, and as what.</summary>
internal static class PythonLayout
{
    /// <summary>Folders that hold a source distribution's packages, where not its root does.</summary>
    private static readonly string[] Roots = ["src/", "lib/", "lib3/", "python/", ""];

    private static readonly HashSet<string> Aside = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "doc", "docs", "example", "examples", "bench", "benchmark", "benchmarks", "script", "scripts", "tools", "build", "dist", "debian",
    };

    private static readonly HashSet<string> Aids = new(StringComparer.OrdinalIgnoreCase)
    {
        "setup", "conftest", "noxfile", "tasks", "versioneer", "fabfile", "manage", "ez_setup", "distribute_setup", "bootstrap", "dodo", "wscript", "make",
        "runtests", "run_tests", "get-pip",
    };

    /// <summary>Whether a file is worth reading at all: not of a test suite.</summary>
    public static bool IsSource(string path) =>
        (path.EndsWith(".py", StringComparison.Ordinal) || path.EndsWith(".pyi", StringComparison.Ordinal))
        && !path.Contains("/tests/", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal)
        && !Path.GetFileName(path).StartsWith("test_", StringComparison.Ordinal) && !path.EndsWith("/conftest.py", StringComparison.Ordinal);

    /// <summary>The files, each with the module that it is.</summary>
    /// <param name="isBuilt">Whether this is a wheel, which holds what is installed; a source distribution holds more.</param>
    /// <param name="topLevel">The names that the archive's top_level.txt states; empty when it has none.</param>
    public static IReadOnlyList<PythonFile> Find(IReadOnlyCollection<string> paths, bool isBuilt, IReadOnlyCollection<string> topLevel)
    {
        var files = paths.Where(IsSource).Order(StringComparer.Ordinal);
        var inRoot = isBuilt ? files.Select(static p => (Path: p, Inner: WithoutData(p))) : InRoot([.. files], topLevel);
        return [.. inRoot.Select(static f => PythonFile.Create(f.Path, f.Inner)).OfType<PythonFile>().Where(f => IsWanted(f, isBuilt, topLevel))];
    }

    /// <summary>What a wheel installs beside its root stands under NAME.data/purelib or platlib.</summary>
    private static string WithoutData(string path)
    {
        var parts = path.Split('/', 3);
        return parts is [var data, "purelib" or "platlib", var inner] && data.EndsWith(".data", StringComparison.Ordinal) ? inner : path;
    }

    private static IEnumerable<(string Path, string Inner)> InRoot(string[] files, IReadOnlyCollection<string> topLevel)
    {
        var root = Array.Find(Roots, r => Array.Exists(files, f => f.StartsWith(r, StringComparison.Ordinal) && Holds(f[r.Length..], topLevel)));
        return files.Where(f => root is not null && f.StartsWith(root, StringComparison.Ordinal)).Select(f => (f, f[root!.Length..]));
    }

    /// <summary>A package or module right here.</summary>
    private static bool Holds(string inner, IReadOnlyCollection<string> topLevel)
    {
        var slash = inner.IndexOf('/', StringComparison.Ordinal);
        var top = slash < 0 ? Path.GetFileNameWithoutExtension(inner) : inner[..slash];
        return topLevel.Count > 0 ? topLevel.Contains(top, StringComparer.Ordinal)
            : slash < 0 ? !Aids.Contains(top)
            : !Aside.Contains(top) && Path.GetFileNameWithoutExtension(inner) == "__init__" && inner.AsSpan().Count('/') <= 3;
    }

    private static bool IsWanted(PythonFile file, bool isBuilt, IReadOnlyCollection<string> topLevel)
    {
        var dot = file.Module.IndexOf('.', StringComparison.Ordinal);
        var top = dot < 0 ? file.Module : file.Module[..dot];
        return topLevel.Contains(top, StringComparer.Ordinal) || (!Aside.Contains(top) && (isBuilt || (topLevel.Count == 0 && (dot >= 0 || file.IsPackage || !Aids.Contains(top)))));
    }
}

/// <summary>A file that can be imported.</summary>
/// <param name="Module">Dotted, without <c>__init__</c>.</param>
/// <param name="IsStub">Whether it declares what another file defines.</param>
internal sealed record PythonFile(string Path, string Module, bool IsPackage, bool IsStub)
{
    /// <param name="inner">The path from the folder that is imported from.</param>
    public static PythonFile? Create(string path, string inner)
    {
        var isStub = inner.EndsWith(".pyi", StringComparison.Ordinal);
        var parts = inner[..inner.LastIndexOf('.')].Split('/');
        // PEP 561: the stubs of a package are published beside it under this name.
        parts[0] = parts.Length > 1 && parts[0].EndsWith("-stubs", StringComparison.Ordinal) ? parts[0][..^6] : parts[0];
        var isPackage = parts.Length > 1 && parts[^1] == "__init__";
        parts = isPackage ? parts[..^1] : parts;
        return Array.TrueForAll(parts, static p => p.Length > 0 && PythonText.Name(p).Length == p.Length)
            ? new PythonFile(path, string.Join('.', parts), isPackage, isStub)
            : null;
    }
}
