using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search;

/// <summary>Finds what was collected: the index in this process, or PostgreSQL. All rank alike.</summary>
internal interface ISearchSource
{
    ServedBy Name { get; }

    /// <summary>Packages, best first; each one once.</summary>
    /// <exception cref="System.Data.Common.DbException">Its database does not answer.</exception>
    Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken);

    /// <summary>Snippets, best first.</summary>
    /// <exception cref="System.Data.Common.DbException">Its database does not answer.</exception>
    Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken);
}

/// <summary>What a source found.</summary>
/// <param name="Notice">Why the answer is less than was asked for, as when no vectors are at hand; null when it is whole.</param>
internal sealed record SearchFindings(IReadOnlyList<SearchHit> Hits, string? Notice = null);
