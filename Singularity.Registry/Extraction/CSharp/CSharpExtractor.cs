using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.Markdown;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.NuGet;
using Singularity.Registry.Versions.NuGet;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>NuGet: the manifest, and the API from the assemblies' metadata with the XML documentation beside them.</summary>
internal sealed class CSharpExtractor : IPackageExtractor
{
    private const string Language = "csharp";

    public Ecosystem Ecosystem => Ecosystem.NuGet;

    public int BytesWanted(string path) =>
        Nuspec.IsPath(path) ? Nuspec.MaxBytes
        : AssemblyChoice.IsCandidate(path) ? int.MaxValue
        : IsReadmeCandidate(path) ? ReadmeFile.MaxBytes
        : 0;

    public PackageRecord Describe(PackageRecord record, PackageFiles files)
    {
        var nuspec = Nuspec.Read(files.Code.Values);
        if (!string.Equals(nuspec.Id, record.Name, StringComparison.OrdinalIgnoreCase) || NuGetVersionRules.Normalize(nuspec.Version) != record.Version)
        {
            throw new ArchiveException($"holds {PackageName.Display($"{nuspec.Id}@{nuspec.Version}")}, not {record.Name}@{record.Version}.");
        }

        var frameworks = nuspec.Groups.Select(static g => g.Framework).Concat(AssemblyChoice.Frameworks(files.Code.Keys));
        return record with
        {
            Description = nuspec.Description ?? record.Description,
            Keywords = nuspec.Tags?.Split([' ', ',', ';', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries) ?? record.Keywords,
            License = SpdxLicense.Normalize(nuspec.License) ?? record.License,
            LicenseText = nuspec.LicenseText ?? record.LicenseText,
            Homepage = Uri.TryCreate(nuspec.ProjectUrl, UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? nuspec.ProjectUrl : record.Homepage,
            Repository = RepositoryAddress.Normalize(nuspec.Repository) ?? record.Repository,
            Dependencies = NuGetDependencies.Union(nuspec.Groups),
            Frameworks = NuGetDependencies.Frameworks(frameworks),
            Readme = Readme(nuspec, files) is { } readme ? TextFile.Decode(readme.Content, readme.IsWhole) : record.Readme,
        };
    }

    public void Extract(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        AddReadme(record, files, snippets);
        var read = new List<AssemblySnippets>();
        foreach (var assembly in AssemblyChoice.Choose(files.Code.Values))
        {
            var documents = files.Code.GetValueOrDefault(Path.ChangeExtension(assembly.Path, ".xml"));
            read.Add(new AssemblySnippets(assembly.Path, documents, AssemblyReader.Read(assembly.Content)));
        }

        // Where not all fits, every type comes before the first member.
        foreach (var part in new[] { AssemblyPart.Types, AssemblyPart.Examples, AssemblyPart.Members })
        {
            foreach (var assembly in read)
            {
                assembly.AddTo(snippets, part, Language);
            }
        }
    }

    /// <summary>READMEs that are called so are read alike for all ecosystems; here a manifest may call any file its README.</summary>
    private static void AddReadme(PackageRecord record, PackageFiles files, SnippetSink snippets)
    {
        if (Readme(Nuspec.Read(files.Code.Values), files) is not { } readme || !readme.Path.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
            || ReadmeFile.Choose(files.Documents.Values) is not null)
        {
            return;
        }

        foreach (var s in MarkdownSnippets.Cut(record.Purl, readme.Path, TextFile.Decode(readme.Content, readme.IsWhole)))
        {
            snippets.Add(s.Kind, s.Path, s.Line, s.Title, s.Code, s.Language, s.Description, s.Symbol);
        }
    }

    private static ArchiveFile? Readme(Nuspec nuspec, PackageFiles files) => nuspec.Readme is null ? null : files.Documents.GetValueOrDefault(nuspec.Readme);

    private static bool IsReadmeCandidate(string path) => path.EndsWith(".md", StringComparison.OrdinalIgnoreCase) && path.AsSpan().Count('/') <= 1;
}
