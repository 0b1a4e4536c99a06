using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search;

/// <summary>Finds what was collected: the index in this process, PostgreSQL, or the embedded file. All rank alike.</summary>
internal interface ISearchSource
{
    ServedBy Name { get; }

    /// <summary>False while it has not read what it searches: the next source is asked.</summary>
    bool IsReady => true;

    /// <summary>False where only packages can be found.</summary>
    bool HoldsSnippets => true;

    /// <summary>Packages, best first; each one once.</summary>
    /// <exception cref="System.Data.Common.DbException">Its database does not answer.</exception>
    Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken);

    /// <summary>Snippets, best first.</summary>
    /// <exception cref="NotSupportedException">It does not hold any, and says so.</exception>
    /// <exception cref="System.Data.Common.DbException">Its database does not answer.</exception>
    Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken);
}

/// <summary>What a source found.</summary>
/// <param name="Notice">Why the answer is less than was asked for, as when no vectors are at hand; null when it is whole.</param>
/// <param name="Searched">How it was searched, where that is less than was asked for.</param>
/// <param name="Model">The model whose vectors were compared; null when none were.</param>
internal sealed record SearchFindings(IReadOnlyList<SearchHit> Hits, string? Notice = null, IndexMode? Searched = null, string? Model = null)
{
    public static SearchFindings None { get; } = new([]);
}
