using System.Xml;
using System.Xml.Linq;
using Singularity.Registry.Archives;
using Singularity.Registry.Upstreams.NuGet;

namespace Singularity.Registry.Extraction.CSharp;

/// <summary>The manifest of a NuGet package.</summary>
/// <param name="License">An SPDX expression.</param>
/// <param name="LicenseText">The expression, the name of the licence's file in the package, or its address.</param>
/// <param name="Readme">The path of the README in the package.</param>
internal sealed record Nuspec(
    string Id, string Version, string? Description, string? License, string? LicenseText, string? ProjectUrl, string? Repository, string? Tags, string? Readme,
    IReadOnlyList<NuGetDependencyGroup> Groups)
{
    /// <summary>In bytes; real ones have a few thousand.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxDepth = 16;

    public static bool IsPath(string path) => path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase) && !path.Contains('/');

    /// <exception cref="ArchiveException">There is none, or it cannot be read.</exception>
    public static Nuspec Read(IEnumerable<ArchiveFile> files)
    {
        var file = files.FirstOrDefault(static f => IsPath(f.Path)) ?? throw new ArchiveException("has no .nuspec.");
        if (!file.IsWhole)
        {
            throw new ArchiveException($"has a .nuspec of {file.Size} bytes, more than is read.");
        }

        try
        {
            // Namespaces differ between generations of the format; names do not.
            var metadata = Load(file.Content).Root is { } root ? Child(root, "metadata") : null;
            return metadata is not null && Text(metadata, "id") is { } id && Text(metadata, "version") is { } version
                ? From(metadata, id, version)
                : throw new ArchiveException("has a .nuspec without id and version.");
        }
        catch (XmlException exception)
        {
            throw new ArchiveException($"has a .nuspec that is not valid XML (line {exception.LineNumber}).", exception);
        }
    }

    private static Nuspec From(XElement metadata, string id, string version)
    {
        var license = Child(metadata, "license");
        var isExpression = license?.Attribute("type")?.Value.Equals("expression", StringComparison.OrdinalIgnoreCase) == true;
        return new Nuspec(
            id,
            version,
            Text(metadata, "description") ?? Text(metadata, "summary"),
            isExpression ? license!.Value.Trim() : null,
            Text(metadata, "license") ?? Text(metadata, "licenseUrl"),
            Text(metadata, "projectUrl"),
            Child(metadata, "repository")?.Attribute("url")?.Value,
            Text(metadata, "tags"),
            Text(metadata, "readme")?.Replace('\\', '/').TrimStart('/'),
            ReadGroups(Child(metadata, "dependencies")));
    }

    /// <summary>Old packages list dependencies without groups, for any framework.</summary>
    private static IReadOnlyList<NuGetDependencyGroup> ReadGroups(XElement? dependencies) => dependencies is null
        ? []
        :
        [
            .. dependencies.Elements().Where(static e => e.Name.LocalName == "group")
                .Select(static g => new NuGetDependencyGroup(NuGetFrameworks.Parse(g.Attribute("targetFramework")?.Value), Dependencies(g))),
            .. Dependencies(dependencies) is { Count: > 0 } loose ? [new NuGetDependencyGroup(null, loose)] : Array.Empty<NuGetDependencyGroup>(),
        ];

    private static List<(string Id, string? Range)> Dependencies(XElement parent) =>
    [
        .. parent.Elements().Where(static e => e.Name.LocalName == "dependency" && e.Attribute("id") is { Value.Length: > 0 })
            .Select(static e => (e.Attribute("id")!.Value, e.Attribute("version")?.Value)),
    ];

    private static XElement? Child(XElement parent, string name) => parent.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private static string? Text(XElement parent, string name) => Child(parent, name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static XDocument Load(byte[] content)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using (var depth = XmlReader.Create(new MemoryStream(content, writable: false), settings))
        {
            // The document model recurses when it gathers text.
            while (depth.Read())
            {
                if (depth.Depth > MaxDepth)
                {
                    throw new ArchiveException("has a .nuspec whose elements are nested too deep.");
                }
            }
        }

        using var reader = XmlReader.Create(new MemoryStream(content, writable: false), settings);
        return XDocument.Load(reader);
    }
}
