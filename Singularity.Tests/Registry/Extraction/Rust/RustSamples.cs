using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction;
using Singularity.Registry.Extraction.Rust;

namespace Singularity.Tests.Registry.Extraction.Rust;

/// <summary>Reads sources as the crate demo, version 1.0.0.</summary>
internal static class RustSamples
{
    public const string Manifest = "[package]\nname = \"demo\"\nversion = \"1.0.0\"\n";

    public static IReadOnlyList<Snippet> Read(string library) => Read(("src/lib.rs", library));

    public static IReadOnlyList<Snippet> Read(params (string Path, string Content)[] files)
    {
        var kept = files.Append(("Cargo.toml", Manifest)).DistinctBy(f => f.Item1)
            .Select(f => (Path: f.Item1, Bytes: Encoding.UTF8.GetBytes(f.Item2)))
            .ToDictionary(f => f.Path, f => new ArchiveFile(f.Path, f.Bytes, f.Bytes.Length));
        var record = new PackageRecord { Ecosystem = Ecosystem.Cargo, Name = "demo", Version = "1.0.0", CollectedAt = default, ValidatedAt = default };
        var snippets = new SnippetSink(record.Purl);
        new RustExtractor().Extract(record, new PackageFiles(kept, kept), snippets);
        return snippets.Snippets;
    }

    public static IReadOnlyList<string> Symbols(params (string Path, string Content)[] files) =>
        [.. Read(files).Where(s => s.Kind == SnippetKind.Signature).Select(s => s.Symbol!)];

    public static string Signature(string library) => Read(library).First(s => s.Kind == SnippetKind.Signature).Code;
}
