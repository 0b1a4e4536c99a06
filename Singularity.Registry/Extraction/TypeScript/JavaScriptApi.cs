namespace Singularity.Registry.Extraction.TypeScript;
internal sealed class JavaScriptApi(ScriptModules modules, DeclarationSnippets output, string packageName)
{
    public void Add(ScriptScope entry, string subpath) { _ = (modules, output, packageName, entry, subpath); }
}
