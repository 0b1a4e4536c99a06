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
    private readonly EmbeddedBehind _behind = new();

    public ServedBy Name => ServedBy.Embedded;

    public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(key));
    }

    public Task<IReadOnlySet<string>> FindStoredAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(keys.Where(database.Versions.Exists).ToHashSet(StringComparer.Ordinal));

    // Back-filled from PostgreSQL: the record without its snippets, which stay where they are.
    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (entry.IsMarker)
            {
                return Find(key) is { } held && held.Revision < entry.Revision ? RemoveAsync(key, cancellationToken) : ValueTask.CompletedTask;
            }

            var package = entry.Read();
            try
            {
                WriteCopy(package, entry, cancellationToken);
            }
            catch (EmbeddedFileException exception) when (exception.Fault is EmbeddedFault.Damaged or EmbeddedFault.Replaced)
            {
                // A fresh file is in its place by now.
                WriteCopy(package, entry, cancellationToken);
            }

            CatchUp();
        }
        catch (EmbeddedFileException)
        {
            // The database has said it, and it is no reason to take the tier from its readers.
            Miss(key);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The file holds nothing of this package that can be trusted, since a write or deletion in PostgreSQL did not reach it.</summary>
    public void Miss(string key) => _behind.Add(key);

    // Which version a request without a version means follows from the versions that are held, so a key without a version removes nothing.
    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        if (PackageKey.Parse(key) is (var ecosystem, var name, { } version))
        {
            try
            {
                Delete(ecosystem, name, version, cancellationToken);
            }
            catch (EmbeddedFileException)
            {
                Miss(key);
                throw;
            }
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
        Task.FromResult(new PackageDeletion(Delete(ecosystem, name, version, cancellationToken), 0));

    /// <summary>The keys of all versions held, with their revisions; 0 of those that PostgreSQL does not have yet.</summary>
    public IReadOnlyList<(string Key, long Revision)> ReadRevisions() =>
        [.. database.Versions.FindAll().Select(static v => (v.Id, v.Pending ? 0 : v.Revision))];

    public Task<IReadOnlyList<Snippet>> ReadSnippetsAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken) =>
        Task.FromResult(ReadSnippets(PackageKey.For(ecosystem, name, version)));

    public Task<PackagePage> ListAsync(ListPackages request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.List(database, request));

    public Task<PackagePage> FindByTagsAsync(FindByTags request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.FindByTags(database, request));

    Task<IReadOnlyList<EcosystemStats>> IPackageStore.CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.Count(database));

    /// <summary>Versions that PostgreSQL does not have yet.</summary>
    public IReadOnlyList<CollectedPackage> ReadPending() => database.Read(this, static (_, store) => store.ToPending());

    /// <summary>After a write that succeeded: what was missed before is removed, and PostgreSQL fills it in.</summary>
    public void CatchUp()
    {
        if (_behind.Read() is not var (packages, changes))
        {
            return;
        }

        foreach (var id in packages ?? [.. database.Packages.FindAll().Select(static p => p.Id)])
        {
            database.InTransaction(() =>
            {
                // What is pending is nowhere else yet.
                var held = database.Versions.Find(v => v.PackageId == id).Where(static v => !v.Pending).Select(static v => v.Id).ToList();
                held.ForEach(Remove);
                return held.Count;
            });
        }

        _behind.Clear(changes);
    }

    private List<CollectedPackage> ToPending() =>
        [.. database.Versions.Find(static v => v.Pending).Select(v => new CollectedPackage(ToEntry(v).Read(), ToSnippets(v.Id)))];

    /// <inheritdoc cref="FindAsync"/>
    public PackageEntry? Find(string key) => _behind.Covers(key) ? null : database.Read((Store: this, key), static (_, s) => s.Store.Read(s.key));

    private PackageEntry? Read(string key)
    {
        if (key.AsSpan().Count('.') == 2)
        {
            return ReadVersion(key);
        }

        var head = database.PackageDocuments.Find(key, static package => package[nameof(EmbeddedPackage.HeadVersion)].AsString);
        return head is not null && PackageKey.Parse(key) is var (ecosystem, name, _) ? ReadVersion(PackageKey.For(ecosystem, name, head)) : null;
    }

    private PackageEntry? ReadVersion(string id)
    {
        if (database.VersionDocuments.Find(id, static version => (Entry: EmbeddedVersion.ReadEntry(version), Checksum: EmbeddedVersion.ReadChecksum(version))) is not { Entry: { } entry } read)
        {
            return null;
        }

        Verify(id, entry.Record.Span, read.Checksum);
        return entry;
    }

    private void Remove(string versionId)
    {
        database.Versions.Delete(versionId);
        database.Snippets.Delete(versionId);
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
            Checksum = ContentChecksum.Of(entry.Record.Span),
        });
        if (snippets is not null)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(snippets, SingularityJson.Default.IReadOnlyListSnippet);
            database.Snippets.Upsert(new EmbeddedSnippets { Id = versionId, Json = json, Checksum = ContentChecksum.Of(json) });
        }

        var isHead = HeadVersion.Is(package);
        var known = database.Packages.FindById(id);
        if (isHead || known?.HeadVersion is null)
        {
            database.Packages.Upsert(ToPackage(id, package, isHead ? package.Version : null, count));
        }

        return entry;
    }

    private static EmbeddedPackage ToPackage(string id, PackageRecord package, string? head, int snippets) => EmbeddedSearchFields.Fill(package, new()
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
    });

    // Whoever gave up while the file was busy no longer wants it written.
    private void WriteCopy(PackageRecord package, PackageEntry entry, CancellationToken cancellationToken) => database.InTransaction(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Write(package, entry, null, pending: false);
    });

    private IReadOnlyList<string> Delete(Ecosystem ecosystem, string name, string? version, CancellationToken cancellationToken)
    {
        var id = PackageKey.For(ecosystem, name);
        return database.InTransaction<IReadOnlyList<string>>(() =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var held = database.Versions.Find(v => v.PackageId == id).ToList();
            var gone = held.Where(v => version is null || v.Version == version).ToList();
            foreach (var one in gone)
            {
                Remove(one.Id);
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
        database.Read((Store: this, versionId), static (_, s) => s.Store.ToSnippets(s.versionId));

    private IReadOnlyList<Snippet> ToSnippets(string versionId) => database.Snippets.FindById(versionId) is { } held ? ToSnippets(held) : [];

    /// <summary>The snippets, if they are what was stored.</summary>
    public IReadOnlyList<Snippet> ToSnippets(EmbeddedSnippets held)
    {
        Verify(held.Id, held.Json, held.Checksum);
        return JsonSerializer.Deserialize(held.Json, SingularityJson.Default.IReadOnlyListSnippet) ?? [];
    }

    private PackageEntry ToEntry(EmbeddedVersion version)
    {
        Verify(version.Id, version.Record, version.Checksum);
        return new PackageEntry(version.Version, DateTimeOffset.FromUnixTimeMilliseconds(version.ValidatedAt), version.Revision, version.Record);
    }

    private void Verify(string id, ReadOnlySpan<byte> content, int checksum)
    {
        if (checksum != 0 && checksum != ContentChecksum.Of(content))
        {
            throw EmbeddedFileException.Damaged(database.Path, $"What it holds of {id} is not what was stored.");
        }
    }
}
