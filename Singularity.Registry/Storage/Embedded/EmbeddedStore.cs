using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>The embedded file: the tier that survives restarts, and the whole store of the CLI when no server runs.</summary>
internal sealed class EmbeddedStore(EmbeddedDatabase database) : IPackageStore, IPackageTier
{
    private readonly EmbeddedBehind _behind = new();
    private readonly CopiesUnderWay _copies = new();
    private readonly EmbeddedReader _reader = new(database);

    public ServedBy Name => ServedBy.Embedded;

    public ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Find(key));
    }

    public Task<IReadOnlySet<string>> FindStoredAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(keys.Where(database.Versions.Exists).ToHashSet(StringComparer.Ordinal));

    // The record without its snippets, which stay where they are.
    public ValueTask StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (!entry.IsMarker)
            {
                WriteCopy(entry, static () => true, cancellationToken);
            }
            else if (FindChanged(key, entry.Revision) is { } held && held.Revision < entry.Revision)
            {
                return RemoveAsync(key, cancellationToken);
            }
        }
        catch (EmbeddedFileException)
        {
            // The database has said it, and it is no reason to take the tier from its readers.
            Miss(key);
        }

        return ValueTask.CompletedTask;
    }

    // Asked where nobody else can write: a change that comes later finds the copy in the file, or learns by FindChanged that it is under way.
    public ValueTask CopyAsync(string key, PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _copies.Begin(key, entry.Revision);
        try
        {
            WriteCopy(entry, isCurrent, cancellationToken);
        }
        catch (EmbeddedFileException)
        {
            Miss(key);
        }
        finally
        {
            _copies.End(key, entry.Revision);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// What the file holds, for whoever brings a change of the key. Where a copy of what was there before is under way, the package is not trusted until the file has caught up.
    /// </summary>
    /// <param name="revision">Of the change.</param>
    public PackageEntry? FindChanged(string key, long revision)
    {
        // In this order: a copy that ends in between is found, and one that begins later knows of the change.
        var underWay = _copies.AnyBefore(key, revision);
        var held = Find(key);
        if (underWay)
        {
            Miss(key);
        }

        return held;
    }

    /// <summary>Copies what this instance has written into PostgreSQL, unless something newer was heard of the package meanwhile. Throws what the file throws.</summary>
    /// <param name="withSnippets">False when the snippets are as they were.</param>
    public void CopyOwn(CollectedPackage package, PackageEntry entry, bool withSnippets, HeardChanges heard)
    {
        var key = PackageKey.For(package.Package.Ecosystem, package.Package.Name, package.Package.Version);
        _copies.Begin(key, entry.Revision);
        try
        {
            database.InTransaction(() => heard.IsNewest(key, entry.Revision)
                ? Write(package.Package, entry, withSnippets || database.Snippets.FindById(key) is null ? package.Snippets : null, pending: entry.Revision == 0)
                : null);
        }
        finally
        {
            _copies.End(key, entry.Revision);
        }

        CatchUp();
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
        Task.FromResult(database.Read((_reader, Id: PackageKey.For(ecosystem, name, version)), static (_, s) => s._reader.ReadSnippets(s.Id)));

    public Task<PackagePage> ListAsync(ListPackages request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.List(database, request));

    public Task<PackagePage> FindByTagsAsync(FindByTags request, CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.FindByTags(database, request));

    Task<IReadOnlyList<EcosystemStats>> IPackageStore.CountAsync(CancellationToken cancellationToken) =>
        Task.FromResult(EmbeddedLister.Count(database));

    /// <summary>Versions that PostgreSQL does not have yet.</summary>
    public IReadOnlyList<CollectedPackage> ReadPending() => database.Read(this, static (_, store) => store.ToPending());

    /// <inheritdoc cref="EmbeddedReader.ToSnippets"/>
    public IReadOnlyList<Snippet> ToSnippets(EmbeddedSnippets held) => _reader.ToSnippets(held);

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
        [.. database.Versions.Find(static v => v.Pending).Select(v => new CollectedPackage(_reader.ToEntry(v).Read(), _reader.ReadSnippets(v.Id)))];

    /// <inheritdoc cref="FindAsync"/>
    public PackageEntry? Find(string key) => _behind.Covers(key) ? null : database.Read((_reader, key), static (_, s) => s._reader.Read(s.key));

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
            return _reader.ToEntry(held);
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
            database.Packages.Upsert(EmbeddedSearchFields.Of(id, package, isHead ? package.Version : null, count));
        }

        return entry;
    }

    private void WriteCopy(PackageEntry entry, Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        var package = entry.Read();
        try
        {
            Write();
        }
        catch (EmbeddedFileException exception) when (exception.Fault is EmbeddedFault.Damaged or EmbeddedFault.Replaced)
        {
            // A fresh file is in its place by now.
            Write();
        }

        CatchUp();

        // Whoever gave up while the file was busy no longer wants it written.
        void Write() => database.InTransaction(() =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return isCurrent() ? this.Write(package, entry, null, pending: false) : null;
        });
    }

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
                database.Packages.Upsert(EmbeddedSearchFields.Of(id, _reader.ToEntry(rest).Read(), null, rest.Snippets));
            }

            return [.. gone.Select(static v => v.Version)];
        });
    }
}
