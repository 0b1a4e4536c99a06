using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Embedded;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>Imports a batch inside the caller's transaction. Every package is read and written once.</summary>
internal sealed class EmbeddedAdvisoryImport(EmbeddedDatabase database)
{
    private readonly Dictionary<AdvisoryKey, (EmbeddedAdvisoryPackage Package, HashSet<string> Advisories)> _packages = [];

    public AdvisoryImport Run(IReadOnlyList<OsvDocument> given, DateTimeOffset? loadedAt)
    {
        var (added, updated) = (0, 0);
        var newest = ImportBatch.Newest(given);
        foreach (var document in newest)
        {
            var id = PackageKey.Encode(document.Id);
            var modified = EmbeddedAdvisories.ToMicroseconds(ImportBatch.Modified(document));
            var held = database.Advisories.FindById(id);
            if (held is not null && held.Modified >= modified)
            {
                continue;
            }

            (added, updated) = held is null ? (added + 1, updated) : (added, updated + 1);
            foreach (var key in held is null ? [] : AdvisoryKey.Of(ImportBatch.Read(held.Json)))
            {
                Open(key).Remove(id);
            }

            foreach (var key in AdvisoryKey.Of(document))
            {
                Open(key).Add(id);
            }

            database.Advisories.Upsert(new EmbeddedAdvisory
            {
                Id = id,
                Modified = modified,
                Withdrawn = document.Withdrawn is not null,
                Json = ImportBatch.Write(document),
            });
        }

        WritePackages();
        if (loadedAt is { } at)
        {
            WriteFeeds(newest, at);
        }

        return new AdvisoryImport(added, updated, given.Count - added - updated);
    }

    private HashSet<string> Open(AdvisoryKey key)
    {
        if (!_packages.TryGetValue(key, out var open))
        {
            var package = database.AdvisoryPackages.FindById(EmbeddedAdvisories.Key(key)) ?? EmbeddedAdvisories.New(key);
            open = (package, package.Advisories.ToHashSet(StringComparer.Ordinal));
            _packages.Add(key, open);
        }

        return open.Advisories;
    }

    private void WritePackages()
    {
        foreach (var (package, advisories) in _packages.Values)
        {
            package.Advisories = [.. advisories.Order(StringComparer.Ordinal)];
            package.Pending = true;
            package.Stamp++;
            database.AdvisoryPackages.Upsert(package);
        }
    }

    private void WriteFeeds(IReadOnlyList<OsvDocument> documents, DateTimeOffset loadedAt)
    {
        foreach (var (ecosystem, asOf) in ImportBatch.Feeds(documents, loadedAt))
        {
            var id = ecosystem.PurlType();
            var held = database.AdvisoryFeeds.FindById(id) ?? new EmbeddedAdvisoryFeed { Id = id };
            held.AsOf = Math.Max(held.AsOf, EmbeddedAdvisories.ToMicroseconds(asOf));
            held.LoadedAt = Math.Max(held.LoadedAt, EmbeddedAdvisories.ToMicroseconds(loadedAt));
            database.AdvisoryFeeds.Upsert(held);
        }
    }
}
