using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>What a search asks of every package, kept with the few facts that a list shows, so that a search need not read every record.</summary>
internal static class EmbeddedSearchFields
{
    /// <param name="id">The package's key.</param>
    /// <param name="head">The version that a request without one means; null where that is not held.</param>
    /// <param name="snippets">How many the shown version has.</param>
    public static EmbeddedPackage Of(string id, PackageRecord record, string? head, int snippets)
    {
        var document = IndexDocuments.Of(record);
        return new EmbeddedPackage
        {
            Id = id,
            Ecosystem = record.Ecosystem.PurlType(),
            Name = record.Name,
            HeadVersion = head,
            ShownVersion = record.Version,
            Description = record.Description,
            License = record.License,
            Keywords = [.. record.Keywords],
            Snippets = snippets,
            CollectedAt = record.CollectedAt.ToUnixTimeMilliseconds(),
            Downloads = document.Downloads,
            Deprecated = document.Facts!.Deprecated,
            AdvisoryRank = document.Facts.AdvisoryRank,
            PublishedAt = document.Facts.Published?.ToUnixTimeMilliseconds() ?? 0,
            Words = document.Body,
        };
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
