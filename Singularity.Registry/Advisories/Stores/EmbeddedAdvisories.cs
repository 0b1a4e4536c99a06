using System.Globalization;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Embedded;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>Advisories in the embedded file.</summary>
internal sealed class EmbeddedAdvisories(EmbeddedDatabase database) : IAdvisoryStore
{
    public Task<AdvisoryImport> ImportAsync(IReadOnlyList<OsvDocument> documents, DateTimeOffset? loadedAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(database.InTransaction(() => new EmbeddedAdvisoryImport(database).Run(documents, loadedAt)));
    }

    public Task<IReadOnlyList<OsvDocument>> FindAsync(AdvisoryKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<OsvDocument> found =
        [
            .. (database.AdvisoryPackages.FindById(Key(key))?.Advisories ?? [])
                .Select(id => database.Advisories.FindById(id)).Where(static a => a is { Withdrawn: false }).Select(static a => ImportBatch.Read(a!.Json)),
        ];
        return Task.FromResult(found);
    }

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> FindModifiedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(ids
            .Select(id => (Id: id, Held: database.Advisories.FindById(PackageKey.Encode(id)))).Where(static a => a.Held is not null)
            .ToDictionary(static a => a.Id, static a => FromMicroseconds(a.Held!.Modified), StringComparer.Ordinal));

    public Task<DateTimeOffset?> FindCheckAsync(AdvisoryKey key, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(database.AdvisoryPackages.FindById(Key(key)) is { CheckedAt: > 0 } held ? FromMicroseconds(held.CheckedAt) : null);

    public Task WriteCheckAsync(AdvisoryKey key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        database.InTransaction(() =>
        {
            var package = database.AdvisoryPackages.FindById(Key(key)) ?? New(key);
            package.CheckedAt = Math.Max(package.CheckedAt, ToMicroseconds(at));
            return database.AdvisoryPackages.Upsert(package);
        });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AdvisoryFeed>> ReadFeedsAsync(CancellationToken cancellationToken)
    {
        var withdrawn = database.Advisories.Find(static a => a.Withdrawn).Select(static a => a.Id).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<AdvisoryFeed> feeds =
        [
            .. database.AdvisoryPackages.FindAll().Where(static p => p.Advisories.Length > 0).GroupBy(static p => p.Ecosystem, StringComparer.Ordinal)
                .OrderBy(static g => g.Key, StringComparer.Ordinal).Select(packages =>
                {
                    var ids = packages.SelectMany(static p => p.Advisories).Distinct(StringComparer.Ordinal).ToList();
                    var gone = ids.Count(withdrawn.Contains);
                    var feed = database.AdvisoryFeeds.FindById(packages.Key);
                    return new AdvisoryFeed(
                        packages.Key, ids.Count - gone, gone,
                        feed is null ? null : FromMicroseconds(feed.AsOf), feed is null ? null : FromMicroseconds(feed.LoadedAt));
                }),
        ];
        return Task.FromResult(feeds);
    }

    public Task<long> CountPendingAsync(CancellationToken cancellationToken) => Task.FromResult(database.AdvisoryPackages.LongCount(static p => p.Pending));

    public Task<IReadOnlyList<PendingAdvisory>> ReadPendingAsync(int limit, CancellationToken cancellationToken)
    {
        var pending = database.AdvisoryPackages.Find(static p => p.Pending, limit: limit).ToList();
        var held = pending.Count == 0 ? null : database.Packages.FindAll()
            .Where(static p => Ecosystems.TryParse(p.Ecosystem, out _))
            .ToLookup(static p => Key(AdvisoryKey.For(Ecosystems.TryParse(p.Ecosystem, out var e) ? e : default, p.Name)), StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<PendingAdvisory>>(
        [
            .. pending.Select(one => new PendingAdvisory(
                PackageKey.Parse(one.Id) is var (ecosystem, name, _) ? new AdvisoryKey(ecosystem, name) : default,
                one.Stamp.ToString(CultureInfo.InvariantCulture),
                [.. held![one.Id].SelectMany(package => VersionsOf(package.Id).Select(version => (package.Name, version)))])),
        ]);
    }

    public Task RemovePendingAsync(IReadOnlyList<PendingAdvisory> done, CancellationToken cancellationToken)
    {
        database.InTransaction(() =>
        {
            foreach (var one in done)
            {
                if (database.AdvisoryPackages.FindById(Key(one.Key)) is { } held && held.Stamp.ToString(CultureInfo.InvariantCulture) == one.Stamp)
                {
                    held.Pending = false;
                    database.AdvisoryPackages.Upsert(held);
                }
            }

            return true;
        });
        return Task.CompletedTask;
    }

    public static string Key(AdvisoryKey key) => PackageKey.For(key.Ecosystem, key.Name);

    public static EmbeddedAdvisoryPackage New(AdvisoryKey key) => new() { Id = Key(key), Ecosystem = key.Ecosystem.PurlType() };

    public static long ToMicroseconds(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset FromMicroseconds(long at) => DateTimeOffset.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMicrosecond);

    private List<string> VersionsOf(string packageId) => [.. database.Versions.Find(v => v.PackageId == packageId).Select(static v => v.Version)];
}
