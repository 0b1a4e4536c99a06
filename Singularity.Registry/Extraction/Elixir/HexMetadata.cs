using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Erlang;
using Singularity.Registry.Upstreams.Hex;

namespace Singularity.Registry.Extraction.Elixir;

/// <summary>The metadata.config of an archive, whose facts are verified and so win over the registry's.</summary>
internal static class HexMetadata
{
    /// <exception cref="ArchiveException">There is none, it cannot be read, or it is another package's.</exception>
    public static PackageRecord Apply(PackageRecord record, IReadOnlyDictionary<string, ArchiveFile> files)
    {
        var metadata = Parse(files.GetValueOrDefault(HexTarArchive.Metadata) ?? throw new ArchiveException($"has no {HexTarArchive.Metadata}."));
        var (name, version) = (Text(metadata.Member("name")), Text(metadata.Member("version")));
        if (name != record.Name || version != record.Version)
        {
            throw new ArchiveException(
                $"holds {PackageName.Display($"{name ?? "(no name)"}@{version ?? "(no version)"}")}, not {record.Name}@{record.Version}.");
        }

        return new HexFacts(
            Text(metadata.Member("description")),
            [.. (metadata.Member("licenses")?.AsList() ?? []).Select(Text).OfType<string>()],
            [.. Pairs(metadata.Member("links"))],
            Text(metadata.Member("elixir")),
            [.. Requirements(metadata.Member("requirements"))]).Apply(record);
    }

    private static ErlangTerm.List Parse(ArchiveFile file)
    {
        try
        {
            return new ErlangTerm.List(ErlangTermFile.Parse(file.Content));
        }
        catch (ErlangFormatException exception)
        {
            throw new ArchiveException($"has a {HexTarArchive.Metadata} that cannot be read, {exception.Message}", exception);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(ErlangTerm? term)
    {
        foreach (var (key, value) in term?.AsPairs() ?? [])
        {
            if (Text(key) is { } name && Text(value) is { } text)
            {
                yield return new(name, text);
            }
        }
    }

    /// <summary>By name, or, as the Elixir client writes them, a list whose items hold their name.</summary>
    private static IEnumerable<PackageDependency> Requirements(ErlangTerm? term)
    {
        var named = (term?.AsPairs() ?? []).Select(static pair => (Name: Text(pair.Key), Facts: pair.Value));
        var listed = (term?.AsList() ?? [])
            .Where(static item => item is ErlangTerm.List or ErlangTerm.Map)
            .Select(static item => (Name: Text(item.Member("name")), Facts: item));
        return named.Concat(listed)
            .Where(static r => !string.IsNullOrEmpty(r.Name))
            .Select(static r => HexFacts.Dependency(
                r.Name!, Text(r.Facts.Member("requirement")), r.Facts.Member("optional") is ErlangTerm.Atom { Name: "true" }));
    }

    /// <summary>Atoms are Erlang's <c>nil</c> and <c>undefined</c> where a text belongs.</summary>
    private static string? Text(ErlangTerm? term) => term is null or ErlangTerm.Atom ? null : term.AsText();
}
