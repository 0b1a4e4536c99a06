using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Extraction.Rust;

/// <summary>crates.io: Cargo.toml, and the library's public API with the examples of its documentation.</summary>
internal sealed class RustExtractor : IPackageExtractor
{
    /// <summary>Of one source file, in bytes; larger ones are generated and read in part.</summary>
    private const int MaxSource = 2 * 1024 * 1024;

    private const string Language = "rust";

    /// <summary>Never part of the library.</summary>
    private static readonly string[] OtherFolders = ["tests/", "benches/", "examples/", "fuzz/", "src/bin/"];

    public Ecosystem Ecosystem => Ecosystem.Cargo;

    public int BytesWanted(string path) => path == RustManifest.FileName ? RustManifest.MaxBytes
        : path.EndsWith(".rs", StringComparison.Ordinal) && !Array.Exists(OtherFolders, folder => path.StartsWith(folder, StringComparison.Ordinal)) ? MaxSource
        : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files) => RustManifest.Apply(record, files.Code);

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        if (!files.Code.ContainsKey(RustManifest.FileName))
        {
            return;
        }

        var (name, path) = RustManifest.Library(record, files.Code);
        if (RustCrate.Load(files.Code, name, path) is not { } root)
        {
            return;
        }

        foreach (var (symbol, item) in RustApi.Of(root))
        {
            if (snippets.IsFull)
            {
                return;
            }

            var summary = RustDocs.Summary(item.Doc);
            snippets.Add(SnippetKind.Signature, item.Path, item.Line, symbol, item.Signature, Language, summary, symbol);
            foreach (var example in RustDoctests.Cut(item.Doc))
            {
                snippets.Add(SnippetKind.Doctest, item.Path, example.Line, symbol, example.Code, Language, summary, symbol);
            }
        }
    }
}
