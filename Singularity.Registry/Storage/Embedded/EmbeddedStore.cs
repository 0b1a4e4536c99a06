using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>The embedded file: the tier that survives restarts, and the whole store of the CLI when no server runs.</summary>
internal sealed class EmbeddedStore(EmbeddedDatabase database) : IPackageStore, IPackageTier
{
    public ServedBy Name => ServedBy.Embedded;

    public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(key));
    }

    public Task<IReadOnlySet<string>> FindStoredAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(keys.Where(key => database.Versions.Exists(v => v.Id == key)).ToHashSet(StringComparer.Ordinal));

    // Back-filled from PostgreSQL: the record without its snippets, which stay where they are.
    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (entry.IsMarker)
        {
            return Find(key) is { } held && held.Revision < entry.Revision ? RemoveAsync(key, cancellationToken) : ValueTask.CompletedTask;
        }

        var package = entry.Read();
        database.InTransaction(() => Write(package, entry, null, pending: false));
        return ValueTask.CompletedTask;
    }

    // Which version a request without a version means follows from the versions that are held, so a key without a version removes nothing.
    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (PackageKey.Parse(key) is (var ecosystem, var name, { } version))
        {
            Delete(ecosystem, name, version);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<long?> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(database.Versions.LongCount());

    public Task<PackageEntry> StoreAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.InTransaction(() => Write(package.Package, entry, package.Snippets, pending: entry.Revision == 0)));
    }

    public Task<PackageEntry> UpdateAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var versionId = PackageKey.For(package.Package.Ecosystem, package.Package.Name, package.Package.Version);
        return Task.FromResult(database.InTransaction(() => Write(
            package.Package, entry, database.Snippets.FindById(versionId) is null ? package.Snippets : null, pending: entry.Revision == 0)));
    }

    public Task<PackageDeletion> DeleteAsync(Ecosystem ecosystem, string name, string? version, CancellationToken cancellationToken) =>
        Task.FromResult(new PackageDeletion(Delete(ecosystem, name, version), 0));

    /// <summary>The keys of all versions held, with their revisions; 0 of those that PostgreSQL does not have yet.</summary>
    public IReadOnlyList<(string Key, long Revision)> ReadRevisions() =>
        [.. database.Versions.FindAll().Select(static v => (v.Id, v.Pending ? 0 : v.Revision))];

    public Task<IReadOnlyList<Snippet>> ReadSnippetsAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken) =>
        Task.FromResult(ReadSnippets(PackageKey.For(ecosystem, name, version)));

    public Task<PackagePage> ListAsync(ListPackages request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.List(database, request));

    public Task<PackagePage> FindByTagsAsync(FindByTags request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.FindByTags(database, request));

    public Task<IReadOnlyList<SearchHit>> SearchAsync(SearchPackages request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedSearch.Search(database, request, ReadSnippets));

    Task<IReadOnlyList<EcosystemStats>> IPackageStore.CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.Count(database));

    /// <summary>Versions that PostgreSQL does not have yet.</summary>
    public IReadOnlyList<CollectedPackage> ReadPending() =>
    [
        .. database.Versions.Find(static v => v.Pending).ToList()
            .Select(v => new CollectedPackage(ToEntry(v).Read(), ReadSnippets(v.Id))),
    ];

    private PackageEntry? Find(string key)
    {
        if (key.AsSpan().Count('.') == 2)
        {
            return database.Versions.FindById(key) is { } exact ? ToEntry(exact) : null;
        }

        return database.Packages.FindById(key) is { HeadVersion: { } head } package
            && Ecosystems.TryParse(package.Ecosystem, out var ecosystem)
            && database.Versions.FindById(PackageKey.For(ecosystem, package.Name, head)) is { } version
                ? ToEntry(version)
                : null;
    }

    private PackageEntry Write(PackageRecord package, PackageEntry entry, IReadOnlyList<Snippet>? snippets, bool pending)
    {
        var id = PackageKey.For(package.Ecosystem, package.Name);
        var versionId = PackageKey.For(package.Ecosystem, package.Name, package.Version);
        var held = database.Versions.FindById(versionId);
        if (held is not null && held.Revision > entry.Revision && entry.Revision != 0)
        {
            return ToEntry(held);
        }

        var count = snippets?.Count ?? held?.Snippets ?? 0;
        database.Versions.Upsert(new EmbeddedVersion
        {
            Id = versionId,
            PackageId = id,
            Version = package.Version,
            Revision = entry.Revision,
            ValidatedAt = entry.ValidatedAt.ToUnixTimeMilliseconds(),
            Snippets = count,
            Pending = pending,
            AdvisoryRank = AdvisorySeverity.Rank(package.Advisories),
            Record = entry.Record.ToArray(),
        });
        if (snippets is not null)
        {
            database.Snippets.Upsert(new EmbeddedSnippets
            {
                Id = versionId,
                Json = JsonSerializer.SerializeToUtf8Bytes(snippets, SingularityJson.Default.IReadOnlyListSnippet),
            });
        }

        var isHead = HeadVersion.Is(package);
        var known = database.Packages.FindById(id);
        if (isHead || known?.HeadVersion is null)
        {
            database.Packages.Upsert(ToPackage(id, package, isHead ? package.Version : null, count));
        }

        return entry;
    }

    private static EmbeddedPackage ToPackage(string id, PackageRecord package, string? head, int snippets) => new()
    {
        Id = id,
        Ecosystem = package.Ecosystem.PurlType(),
        Name = package.Name,
        HeadVersion = head,
        ShownVersion = package.Version,
        Description = package.Description,
        License = package.License,
        Keywords = [.. package.Keywords],
        Snippets = snippets,
        CollectedAt = package.CollectedAt.ToUnixTimeMilliseconds(),
    };

    private IReadOnlyList<string> Delete(Ecosystem ecosystem, string name, string? version)
    {
        var id = PackageKey.For(ecosystem, name);
        return database.InTransaction<IReadOnlyList<string>>(() =>
        {
            var held = database.Versions.Find(v => v.PackageId == id).ToList();
            var gone = held.Where(v => version is null || v.Version == version).ToList();
            foreach (var one in gone)
            {
                database.Versions.Delete(one.Id);
                database.Snippets.Delete(one.Id);
            }

            var rest = held.Except(gone).OrderByDescending(static v => v.ValidatedAt).FirstOrDefault();
            if (rest is null)
            {
                database.Packages.Delete(id);
            }
            else if (database.Packages.FindById(id) is { } package && gone.Exists(v => v.Version == package.ShownVersion))
            {
                database.Packages.Upsert(ToPackage(id, ToEntry(rest).Read(), null, rest.Snippets));
            }

            return [.. gone.Select(static v => v.Version)];
        });
    }

    private IReadOnlyList<Snippet> ReadSnippets(string versionId) =>
        database.Snippets.FindById(versionId) is { } held
            ? JsonSerializer.Deserialize(held.Json, SingularityJson.Default.IReadOnlyListSnippet) ?? []
            : [];

    private static PackageEntry ToEntry(EmbeddedVersion version) =>
        new(version.Version, DateTimeOffset.FromUnixTimeMilliseconds(version.ValidatedAt), version.Revision, version.Record);
}
