using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>Where advisories are kept: PostgreSQL in the service, the embedded file in the CLI without servers.</summary>
internal interface IAdvisoryStore
{
    /// <summary>
    /// Stores what is new or newer than what is held, all of it or nothing, and marks the packages that it concerns as pending. The same documents again
    /// change nothing.
    /// </summary>
    /// <param name="documents">Checked by <see cref="Osv.OsvReader"/>.</param>
    /// <param name="loadedAt">When they come from a dump, the time; null for single answers of the API, which say nothing about an ecosystem as a whole.</param>
    Task<AdvisoryImport> ImportAsync(IReadOnlyList<OsvDocument> documents, DateTimeOffset? loadedAt, CancellationToken cancellationToken);

    /// <summary>The advisories that stand and name the package.</summary>
    Task<IReadOnlyList<OsvDocument>> FindAsync(AdvisoryKey key, CancellationToken cancellationToken);

    /// <summary>When each of these advisories, as far as it is held, was modified.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> FindModifiedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>When the API was last asked about the package; null for never.</summary>
    Task<DateTimeOffset?> FindCheckAsync(AdvisoryKey key, CancellationToken cancellationToken);

    Task WriteCheckAsync(AdvisoryKey key, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>By ecosystem, in the order of their names.</summary>
    Task<IReadOnlyList<AdvisoryFeed>> ReadFeedsAsync(CancellationToken cancellationToken);

    Task<long> CountPendingAsync(CancellationToken cancellationToken);

    /// <summary>The next pending packages, with the versions that are stored of each.</summary>
    Task<IReadOnlyList<PendingAdvisory>> ReadPendingAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Takes packages off the list, except those that were marked again since they were read.</summary>
    Task RemovePendingAsync(IReadOnlyList<PendingAdvisory> done, CancellationToken cancellationToken);
}

/// <param name="Unchanged">Held already in this state or a newer one.</param>
internal sealed record AdvisoryImport(int Added, int Updated, int Unchanged);

/// <param name="Stamp">Changes with every marking.</param>
/// <param name="Held">Names, as stored, and versions.</param>
internal sealed record PendingAdvisory(AdvisoryKey Key, string Stamp, IReadOnlyList<(string Name, string Version)> Held);
