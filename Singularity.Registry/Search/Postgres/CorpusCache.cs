using Npgsql;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Statistics, features and the serving model, kept in memory and looked after now and then.</summary>
internal sealed class CorpusCache(NpgsqlDataSource dataSource, IndexOptions options, SearchVocabulary vocabulary, TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, (string Stamp, Corpus Corpus)> _corpora = new(StringComparer.Ordinal);
    private volatile SearchView? _view;
    private volatile bool _forgotten;
    private long _looked;

    /// <summary>As it was at most two seconds ago.</summary>
    public async Task<SearchView> ReadAsync(CancellationToken cancellationToken)
    {
        if (_view is { } known && !_forgotten && timeProvider.GetElapsedTime(Volatile.Read(ref _looked)) < Look)
        {
            return known;
        }

        // Whoever comes while another looks takes what is known, if anything is.
        if (!await _one.WaitAsync(_view is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return _view!;
        }

        try
        {
            if (_view is null || _forgotten || timeProvider.GetElapsedTime(_looked) >= Look)
            {
                _forgotten = false;
                _view = await LookAsync(cancellationToken);
                Volatile.Write(ref _looked, timeProvider.GetTimestamp());
            }

            return _view;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The next reading looks anew.</summary>
    public void Forget() => _forgotten = true;

    public void Dispose() => _one.Dispose();

    private async Task<SearchView> LookAsync(CancellationToken cancellationToken)
    {
        var features = await SearchFeatures.ReadAsync(dataSource, cancellationToken);
        Indexing.VectorModel? model = null;
        if (features.Vectors)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            model = await Indexing.VectorModels.FindActiveAsync(connection, cancellationToken);
        }

        var packages = await CorpusAsync(Indexing.CorpusStatistics.Package, cancellationToken);
        return new SearchView(features, model, packages, await CorpusAsync(Indexing.CorpusStatistics.Snippet, cancellationToken));
    }

    private async Task<Corpus> CorpusAsync(string kind, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT version || ' ' || refreshed_at FROM search_statistics WHERE kind = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        var stamp = (string?)await command.ExecuteScalarAsync(cancellationToken) ?? "";
        if (!_corpora.TryGetValue(kind, out var known) || known.Stamp != stamp)
        {
            _corpora[kind] = known = (stamp, await Corpus.ReadAsync(dataSource, kind, options, vocabulary.Space, cancellationToken));
        }

        return known.Corpus;
    }
}

/// <summary>What a search relies on.</summary>
/// <param name="Model">Whose vectors serve, or null.</param>
internal sealed record SearchView(SearchFeatures Features, Indexing.VectorModel? Model, Corpus Packages, Corpus Snippets);
