using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>What a search asks of every package, kept with the few facts that a list shows, so that a search need not read every record.</summary>
internal static class EmbeddedSearchFields
{
    public static EmbeddedPackage Fill(PackageRecord record, EmbeddedPackage package)
    {
        var document = IndexDocuments.Of(record);
        package.Downloads = document.Downloads;
        package.Deprecated = document.Facts!.Deprecated;
        package.AdvisoryRank = document.Facts.AdvisoryRank;
        package.PublishedAt = document.Facts.Published?.ToUnixTimeMilliseconds() ?? 0;
        package.Words = document.Body;
        return package;
    }

    /// <summary>Null where the fields were not kept.</summary>
    public static IndexDocument? Read(EmbeddedPackage package) => package.Words is null || !Ecosystems.TryParse(package.Ecosystem, out var ecosystem)
        ? null
        : IndexDocuments.Of(
            ecosystem,
            package.Name,
            package.Description,
            package.Keywords,
            package.Words,
            package.Downloads,
            new DocumentFacts(
                ecosystem, package.ShownVersion, package.License, (short)package.AdvisoryRank, package.Deprecated,
                package.PublishedAt > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(package.PublishedAt) : null));
}
