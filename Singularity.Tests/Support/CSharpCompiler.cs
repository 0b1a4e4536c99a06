using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Singularity.Tests.Support;

/// <summary>Compiles a source as a package's author would: to an assembly and the documentation file beside it.</summary>
internal static class CSharpCompiler
{
    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(static p => MetadataReference.CreateFromFile(p)),
    ];

    public static (byte[] Assembly, byte[] Documentation) Compile(string source, string name = "Demo")
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, deterministic: true,
            optimizationLevel: OptimizationLevel.Release);
        using var assembly = new MemoryStream();
        using var documentation = new MemoryStream();
        var result = CSharpCompilation.Create(name, [tree], Framework, options).Emit(assembly, xmlDocumentationStream: documentation);
        result.Success.ShouldBeTrue(string.Join('\n', result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        return (assembly.ToArray(), documentation.ToArray());
    }
}
