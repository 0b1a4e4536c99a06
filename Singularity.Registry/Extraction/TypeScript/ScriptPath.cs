namespace Singularity.Registry.Extraction.TypeScript;

/// <summary>What a path's ending says, and which file a module specifier means.</summary>
internal static class ScriptPath
{
    private static readonly string[] Declarations = [".d.ts", ".d.mts", ".d.cts"];
    private static readonly string[] Scripts = [".js", ".mjs", ".cjs"];

    /// <summary>An extension as written in a specifier and the declarations that stand for it.</summary>
    private static readonly (string Written, string Declared)[] Swaps =
    [
        (".js", ".d.ts"), (".mjs", ".d.mts"), (".cjs", ".d.cts"), (".jsx", ".d.ts"), (".d.ts", ".d.ts"), (".d.mts", ".d.mts"), (".d.cts", ".d.cts"),
        (".ts", ".d.ts"), (".mts", ".d.mts"), (".cts", ".d.cts"), (".tsx", ".d.ts"),
    ];

    public static bool IsDeclaration(string path) => EndsWith(path, Declarations);

    public static bool IsScript(string path) => EndsWith(path, Scripts);

    public static bool IsRelative(string specifier) => specifier is "." or ".."
        || specifier.StartsWith("./", StringComparison.Ordinal) || specifier.StartsWith("../", StringComparison.Ordinal);

    /// <summary>Joins a relative specifier to the folder of a file; null when it leaves the package.</summary>
    public static string? Join(string from, string specifier)
    {
        var segments = new List<string>(from.Split('/')[..^1]);
        foreach (var segment in specifier.Split('/'))
        {
            switch (segment)
            {
                case "" or ".":
                    break;
                case ".." when segments.Count == 0:
                    return null;
                case "..":
                    segments.RemoveAt(segments.Count - 1);
                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return string.Join('/', segments);
    }

    /// <summary>The paths of declarations that a path without, or with a script's, extension may mean; the most likely first.</summary>
    public static IEnumerable<string> DeclarationCandidates(string path)
    {
        foreach (var (written, declared) in Swaps.Where(s => path.EndsWith(s.Written, StringComparison.Ordinal)))
        {
            yield return path[..^written.Length] + declared;
        }

        foreach (var extension in Declarations)
        {
            yield return path + extension;
        }

        foreach (var extension in Declarations)
        {
            yield return path.Length == 0 ? "index" + extension : $"{path}/index{extension}";
        }
    }

    /// <inheritdoc cref="DeclarationCandidates"/>
    public static IEnumerable<string> ScriptCandidates(string path) =>
        [path, .. Scripts.Select(e => path + e), .. Scripts.Select(e => path.Length == 0 ? "index" + e : $"{path}/index{e}")];

    private static bool EndsWith(string path, string[] extensions) => Array.Exists(extensions, e => path.EndsWith(e, StringComparison.Ordinal));
}
