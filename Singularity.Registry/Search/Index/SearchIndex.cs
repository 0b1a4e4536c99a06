using Singularity.Embeddings;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// The in-process index: any number of searches at once, changes one at a time between them. What it answers depends on the documents that are in
/// it, not on how they came there.
/// </summary>
/// <param name="encoder">Null searches by keyword alone, whatever is asked.</param>
/// <param name="model">Another model, whose vectors are given by <see cref="SetVectors"/> and with each query; null has the encoder make them.</param>
internal sealed class SearchIndex(IndexOptions options, StaticEncoder? encoder, string? model = null) : IDisposable
{
    private readonly IndexState _state = new(options, encoder, model is not null);
    private readonly ReaderWriterLockSlim _lock = new();

    /// <summary>The model whose vectors it holds, or null without one.</summary>
    public string? Model => model ?? encoder?.Name;

    public int Count => Read(static state => state.Count);

    /// <summary>How many documents wait for <see cref="SetVectors"/>.</summary>
    public int Lacking => Read(static state => state.Lacking);

    /// <summary>What it takes in memory, by its own count.</summary>
    public long Bytes => Read(static state => state.Bytes);

    /// <summary>Adds documents, or replaces those with the same ids.</summary>
    /// <returns>How many were taken: fewer than given once <see cref="IndexOptions.MemoryBytes"/> are in use.</returns>
    public int Put(IReadOnlyList<IndexDocument> documents)
    {
        _lock.EnterWriteLock();
        try
        {
            var taken = 0;
            foreach (var document in documents)
            {
                if (_state.Bytes >= options.MemoryBytes)
                {
                    break;
                }

                _state.Put(document);
                taken++;
            }

            return taken;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes documents; ids that are not there are passed over.</summary>
    public void Remove(IReadOnlyList<string> ids)
    {
        _lock.EnterWriteLock();
        try
        {
            foreach (var id in ids)
            {
                _state.Remove(id);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Documents that wait for a vector, at most so many; of their texts, all but the body.</summary>
    public IReadOnlyList<IndexDocument> ReadLacking(int most) => Read(state => state.ReadLacking(most));

    /// <summary>Gives documents their vectors, of length 1; an empty one says that the text has none.</summary>
    public void SetVectors(IReadOnlyList<(string Id, ReadOnlyMemory<float> Vector)> vectors)
    {
        _lock.EnterWriteLock();
        try
        {
            foreach (var (id, vector) in vectors)
            {
                _state.SetVector(id, vector.Span);
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Best first. The first search after changes brings the index up to date.</summary>
    public IReadOnlyList<IndexHit> Search(IndexQuery query)
    {
        var bounded = query with { Limit = Math.Clamp(query.Limit, 1, IndexQuery.MostHits) };
        Settle();
        return Read(state =>
        {
            using var ranking = new Ranking(state, encoder, bounded);
            return ranking.Best();
        });
    }

    /// <summary>Brings the index up to date after changes, so that the next search need not.</summary>
    public void Settle()
    {
        if (Read(static state => state.IsSettled))
        {
            return;
        }

        _lock.EnterWriteLock();
        try
        {
            _state.Settle();
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    private T Read<T>(Func<IndexState, T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read(_state);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}
