using System.Text.Json;
using Singularity.Registry.Extraction.TypeScript;

namespace Singularity.Registry.Extraction.Npm;

/// <summary>
/// The files by which a package is entered, as package.json names them: exports with its conditions and patterns, else types, typings, main and
/// module. Declarations win over scripts, and what importing gives over what requiring gives.
/// </summary>
internal sealed class NpmEntryPoints
{
    /// <summary>Entries of one package.</summary>
    private const int MaxEntries = 1_000;

    /// <summary>Patterns of one package: each is held against every path.</summary>
    private const int MaxPatterns = 64;

    /// <summary>Conditions within conditions; JSON's own depth is bounded as well.</summary>
    private const int MaxDepth = 8;

    private static readonly string[] TypeConditions = ["types", "import", "module-sync", "module", "node", "default", "require", "browser"];
    private static readonly string[] ScriptConditions = ["import", "module-sync", "module", "node", "default", "require", "browser"];

    private readonly ScriptModules _modules;
    private readonly List<NpmEntryPoint> _entries = [];
    private readonly HashSet<string> _subpaths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

    private int _patterns;

    private NpmEntryPoints(ScriptModules modules) => _modules = modules;

    /// <summary>The main entry first; empty when the package has none that can be read.</summary>
    public static IReadOnlyList<NpmEntryPoint> Find(ReadOnlySpan<byte> packageJson, ScriptModules modules)
    {
        var found = new NpmEntryPoints(modules);
        packageJson = packageJson.StartsWith(System.Text.Encoding.UTF8.Preamble) ? packageJson[3..] : packageJson;
        try
        {
            using var document = JsonDocument.Parse(packageJson.ToArray());
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root)
            {
                found.Read(root);
            }
        }
        catch (JsonException)
        {
            // The manifest was read before; this can only be a depth or a duplicate that it does not mind.
        }

        return found._entries;
    }

    private void Read(JsonElement root)
    {
        if (root.TryGetProperty("exports", out var exports) && exports.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
        {
            ReadExports(exports);
        }

        if (!_entries.Exists(static e => e.Subpath.Length == 0))
        {
            ReadMain(root);
        }

        if (exports.ValueKind == JsonValueKind.Undefined)
        {
            ReadTypesVersions(root);
        }
    }

    private void ReadExports(JsonElement exports)
    {
        var bySubpath = exports.ValueKind == JsonValueKind.Object && exports.EnumerateObject().Any(static p => p.Name.StartsWith('.'));
        if (!bySubpath)
        {
            AddTarget("", exports);
            return;
        }

        foreach (var (subpath, target) in exports.EnumerateObject().Where(static p => p.Name.StartsWith('.')).Select(static p => (p.Name[1..], p.Value)))
        {
            if (subpath.Contains('*'))
            {
                AddPattern(subpath, target);
            }
            else
            {
                AddTarget(subpath, target);
            }
        }
    }

    private void AddTarget(string subpath, JsonElement target)
    {
        foreach (var path in Targets(target))
        {
            if (FileOf(path) is { } file)
            {
                Add(subpath, file);
                return;
            }
        }
    }

    /// <summary><c>"./*": "./lib/*.js"</c>: every file that the pattern lets in.</summary>
    private void AddPattern(string subpath, JsonElement target)
    {
        foreach (var pattern in Targets(target).Distinct(StringComparer.Ordinal).Select(static t => t.Split('*', 2)).Where(static p => p.Length == 2))
        {
            if (++_patterns > MaxPatterns)
            {
                return;
            }

            var before = pattern[0].StartsWith("./", StringComparison.Ordinal) ? pattern[0][2..] : pattern[0];
            foreach (var path in _modules.Paths.Where(p => p.Length > before.Length && p.StartsWith(before, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                var rest = path.AsSpan(before.Length);
                var after = pattern[1].Length == 0 ? 0 : rest.LastIndexOf(pattern[1]);
                var isMatch = pattern[1].Length == 0 || (after > 0 && after + pattern[1].Length == rest.Length);
                if (isMatch && FileOf(path) is { } file)
                {
                    var star = pattern[1].Length == 0 ? rest : rest[..after];
                    Add(subpath.Replace("*", star.ToString(), StringComparison.Ordinal), file);
                }
            }
        }
    }

    private void ReadMain(JsonElement root)
    {
        string?[] types = [Text(root, "types"), Text(root, "typings")];
        string?[] scripts = [Text(root, "module"), Text(root, "main")];
        var file = types.OfType<string>().Select(t => _modules.Find(Clean(t), isScript: false)).FirstOrDefault(static f => f is not null)
            ?? scripts.OfType<string>().Where(static s => s.Length > 0).Select(FileOf).FirstOrDefault(static f => f is not null)
            ?? FileOf("index");
        if (file is not null)
        {
            Add("", file);
        }
    }

    /// <summary>Of the ranges of compilers the one that any may use; others name old ones. Its paths are further entries.</summary>
    private void ReadTypesVersions(JsonElement root)
    {
        if (!root.TryGetProperty("typesVersions", out var versions) || versions.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var range = versions.EnumerateObject().FirstOrDefault(static v => v.Name.StartsWith('*') || v.Name.StartsWith('>'));
        if (range.Value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var mapping in range.Value.EnumerateObject().Where(static m => m.Value.ValueKind == JsonValueKind.Array && m.Name is not ("*" or "." or "index")))
        {
            if (mapping.Name.Contains('*'))
            {
                AddPattern("/" + Clean(mapping.Name), mapping.Value);
            }
            else
            {
                AddTarget("/" + Clean(mapping.Name), mapping.Value);
            }
        }
    }

    private void Add(string subpath, string file)
    {
        if (_entries.Count < MaxEntries && _subpaths.Add(subpath) && _paths.Add(file))
        {
            _entries.Insert(subpath.Length == 0 ? 0 : _entries.Count, new NpmEntryPoint(subpath, file));
        }
    }

    /// <summary>The declarations that stand beside a script, else the script.</summary>
    private string? FileOf(string target)
    {
        var path = Clean(target);
        return _modules.Find(path, isScript: false) ?? _modules.Find(path, isScript: true);
    }

    /// <summary>The paths that a target may lead to: those by way of a types condition first.</summary>
    private static IEnumerable<string> Targets(JsonElement target) => Leaves(target, TypeConditions, 0).Concat(Leaves(target, ScriptConditions, 0));

    private static IEnumerable<string> Leaves(JsonElement target, string[] conditions, int depth) => target.ValueKind switch
    {
        JsonValueKind.String => [target.GetString()!],
        JsonValueKind.Array when depth < MaxDepth => target.EnumerateArray().SelectMany(t => Leaves(t, conditions, depth + 1)),
        JsonValueKind.Object when depth < MaxDepth => conditions
            .Where(c => target.TryGetProperty(c, out _))
            .SelectMany(c => Leaves(target.GetProperty(c), conditions, depth + 1)),
        _ => [],
    };

    private static string Clean(string path) => ScriptPath.Join("", path) ?? path;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A file by which a package is entered.</summary>
/// <param name="Subpath">What follows the package's name when importing, as in <c>/v3</c>; empty for the main entry.</param>
internal sealed record NpmEntryPoint(string Subpath, string Path);
