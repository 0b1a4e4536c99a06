namespace Singularity.Registry.Extraction.Examples;

/// <summary>Which files of an archive are examples: sources in a folder named for them, neither built nor vendored nor tests.</summary>
internal static class ExampleFile
{
    /// <summary>A longer file, in bytes, is an application and no example; it is left out.</summary>
    public const int MaxBytes = 128 * 1024;

    /// <summary>An example folder deeper than this is part of something else.</summary>
    private const int MaxFolderDepth = 3;

    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase) { "examples", "example", "samples", "sample", "demos", "demo" };

    /// <summary>Folders, wherever they stand, whose content nobody wrote as an example.</summary>
    private static readonly HashSet<string> Excluded = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bower_components", "dist", "build", "out", "vendor", "third_party", "target", "bin", "obj", "_build", "deps", "coverage", "__pycache__",
        "test", "tests", "__tests__", "spec", "__snapshots__", "fixtures", "migrations", "generated", "static", "public", "assets",
        "benches", "benchmark", "benchmarks",
    };

    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        [".js"] = "javascript",
        [".mjs"] = "javascript",
        [".cjs"] = "javascript",
        [".jsx"] = "javascript",
        [".ts"] = "typescript",
        [".mts"] = "typescript",
        [".cts"] = "typescript",
        [".tsx"] = "typescript",
        [".vue"] = "vue",
        [".svelte"] = "svelte",
        [".rs"] = "rust",
        [".ex"] = "elixir",
        [".exs"] = "elixir",
        [".erl"] = "erlang",
        [".py"] = "python",
        [".cs"] = "csharp",
        [".fs"] = "fsharp",
        [".fsx"] = "fsharp",
        [".vb"] = "vb",
        [".sh"] = "bash",
        [".ps1"] = "powershell",
    };

    private static readonly string[] ExcludedEndings = [".d.ts", ".d.mts", ".d.cts", ".Designer.cs", ".g.cs", "AssemblyInfo.cs", "__init__.py", "conftest.py"];

    private static readonly string[] ExcludedMarks = [".min.", ".test.", ".spec.", ".bundle.", ".config.", ".generated."];

    public static bool Is(string path) => FolderEnd(path) > 0 && Language(path) is not null;

    /// <summary>Null when files of this kind are not read.</summary>
    public static string? Language(string path) => Languages.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>The path below the example folder.</summary>
    public static string Title(string path) => path[FolderEnd(path)..];

    /// <summary>The example folder's name: a package named demo has a folder of that name which is none.</summary>
    public static string Folder(string path)
    {
        var folder = path[..(FolderEnd(path) - 1)];
        return folder[(folder.LastIndexOf('/') + 1)..];
    }

    /// <summary>Index of what follows the example folder; 0 when the file is in none or is excluded.</summary>
    private static int FolderEnd(string path)
    {
        var (result, start, depth) = (0, 0, 0);
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', start))
        {
            var folder = path[start..end];
            if (Excluded.Contains(folder) || folder.StartsWith('.'))
            {
                return 0;
            }

            start = end + 1;
            result = result == 0 && depth++ < MaxFolderDepth && Folders.Contains(folder) ? start : result;
        }

        var name = path.AsSpan(start);
        foreach (var ending in ExcludedEndings)
        {
            result = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? 0 : result;
        }

        foreach (var mark in ExcludedMarks)
        {
            result = name.Contains(mark, StringComparison.OrdinalIgnoreCase) ? 0 : result;
        }

        return result;
    }
}
