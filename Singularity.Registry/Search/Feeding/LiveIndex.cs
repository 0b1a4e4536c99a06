using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search.Feeding;

/// <summary>The service's own index: it answers from the moment when it holds everything, and goes on when PostgreSQL does not.</summary>
internal sealed class LiveIndex(SearchModel model, IOptions<IndexOptions> options) : ISearchSource, IDisposable
{
    private readonly IndexOptions _options = options.Value;
    private volatile IndexSource? _source;

    public ServedBy Name => ServedBy.Memory;

    public bool IsReady => _source is not null;

    /// <summary>Null before it is filled, and when it was given up.</summary>
    public PackageIndex? Index { get; private set; }

    /// <summary>An empty index to fill.</summary>
    public PackageIndex Begin() => Index = new PackageIndex(_options, model);

    /// <summary>It holds everything: searches may come.</summary>
    public void Open() => _source = new IndexSource(Name, Index!, _options);

    /// <summary>It cannot hold everything: others answer, and its memory is free.</summary>
    public void GiveUp() => (_source, Index) = (null, null);

    public Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken) =>
        _source is { } source ? source.FindPackagesAsync(need, cancellationToken) : throw NotReady();

    public Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken) =>
        _source is { } source ? source.FindSnippetsAsync(need, cancellationToken) : throw NotReady();

    public void Dispose() => Index?.Dispose();

    // Given up between the question whether it is ready and this one: the next source is asked.
    private static TimeoutException NotReady() => new("The in-process index is not ready.");
}
