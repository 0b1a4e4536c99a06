using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction.TypeScript;

namespace Singularity.Registry.Extraction.Npm;

/// <summary>npm: package.json, and the public API from type declarations or, without any, from the scripts.</summary>
internal sealed class NpmExtractor : IPackageExtractor
{
    /// <summary>Bytes of a script that are read: a longer one is a bundle.</summary>
    private const int MaxScript = 1024 * 1024;

    /// <summary>Folders of what no one imports.</summary>
    private static readonly string[] NoApi = ["node_modules", "test", "tests", "__tests__", "spec", "fixtures", "benchmark", "benchmarks", "umd"];

    public Ecosystem Ecosystem => Ecosystem.Npm;

    public int BytesWanted(string path) =>
        path == NpmPackageJson.FileName ? int.MaxValue
        : Array.Exists(NoApi, folder => HasFolder(path, folder)) ? 0
        : ScriptPath.IsDeclaration(path) ? int.MaxValue
        : ScriptPath.IsScript(path) && !path.Contains(".min.", StringComparison.Ordinal) ? MaxScript
        : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files) => NpmPackageJson.Apply(record, files.Code);

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        if (!files.Code.TryGetValue(NpmPackageJson.FileName, out var manifest))
        {
            return;
        }

        var modules = new ScriptModules(files.Code);
        var output = new DeclarationSnippets(snippets);
        var declared = new PublicApi(modules, output, record.Name);
        var scripts = new JavaScriptApi(modules, output, record.Name);
        var entries = NpmEntryPoints.Find(manifest.Content, modules);

        // Where some entries are declared, scripts without declarations are bundles and inner parts that happen to be reachable.
        var isDeclared = entries.Any(static e => ScriptPath.IsDeclaration(e.Path));
        foreach (var entry in entries.Where(e => !isDeclared || ScriptPath.IsDeclaration(e.Path)))
        {
            if (snippets.IsFull || modules.Load(entry.Path) is not { } scope)
            {
                continue;
            }

            if (scope.Source.IsJavaScript)
            {
                scripts.Add(scope, entry.Subpath);
            }
            else
            {
                declared.Add(scope, entry.Subpath);
            }
        }

        output.WriteMembers();
    }

    private static bool HasFolder(string path, string folder)
    {
        var at = path.IndexOf(folder + "/", StringComparison.Ordinal);
        return at == 0 || (at > 0 && path[at - 1] == '/');
    }
}
