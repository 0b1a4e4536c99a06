using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Erlang;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>hex.pm: metadata.config, the modules of Elixir below lib and those of Erlang in src.</summary>
internal sealed class HexExtractor : IPackageExtractor
{
    /// <summary>A larger file is data or was generated.</summary>
    private const int MaxSource = 2 * 1024 * 1024;

    public Ecosystem Ecosystem => Ecosystem.Hex;

    public int BytesWanted(string path) => path == HexTarArchive.Metadata ? ErlangLimits.Bytes : IsElixir(path) || IsErlang(path) ? MaxSource : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files) => HexMetadata.Apply(record, files.Code);

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        foreach (var file in files.Code.Values.Where(static f => f.IsWhole).OrderBy(static f => f.Path, StringComparer.Ordinal))
        {
            if (snippets.IsFull)
            {
                return;
            }

            if (IsElixir(file.Path))
            {
                ElixirSnippets.Add(snippets, file.Path, Text(file));
            }
            else if (IsErlang(file.Path))
            {
                ErlangSnippets.Add(snippets, file.Path, Text(file));
            }
        }
    }

    /// <summary>Lines end alike, so that paragraphs do.</summary>
    private static string Text(ArchiveFile file) => TextFile.Decode(file.Content, isWhole: true).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static bool IsElixir(string path) => path.StartsWith("lib/", StringComparison.Ordinal) && path.EndsWith(".ex", StringComparison.Ordinal);

    private static bool IsErlang(string path) => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".erl", StringComparison.Ordinal);
}
