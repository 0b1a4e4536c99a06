using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search.Feeding;

/// <summary>
/// The service's own index of packages: it answers from the moment when it holds all of them, and goes on when PostgreSQL does not. Snippets are a thousand times as
/// many, and PostgreSQL's to search.
/// </summary>
internal sealed class LiveIndex(SearchModel model, IOptions<IndexOptions> options) : ISearchSource, IDisposable
{
    private volatile SearchIndex? _open;

    public ServedBy Name => ServedBy.Memory;

    public bool IsReady => _open is not null;

    public bool HoldsSnippets => false;

    /// <summary>Null before it is filled, and when it was given up.</summary>
    public SearchIndex? Index { get; private set; }

    /// <summary>An empty index to fill.</summary>
    public SearchIndex Begin() => Index = new SearchIndex(options.Value, model.Encoder, model.Other);

    /// <summary>It holds everything: searches may come.</summary>
    public void Open() => _open = Index;

    /// <summary>It cannot hold everything: others answer, and its memory is free.</summary>
    public void GiveUp() => (_open, Index) = (null, null);

    public Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken) => _open is { } index
        ? IndexSource.FindAsync(index, model, options.Value, need, document => need.Filter.Accepts(document.Facts!), cancellationToken)
        : throw new TimeoutException("The in-process index was given up between the question whether it is ready and this one.");

    public Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) =>
        throw new NotSupportedException("It holds no snippets.");

    public void Dispose() => Index?.Dispose();
}
