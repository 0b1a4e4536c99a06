using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>
/// Brings what search sees up to date with the packages, step by step, each in a transaction of its own. What is to be done stands in tables: a process that is
/// killed leaves nothing half done and nothing forgotten.
/// </summary>
internal sealed class SearchIndexer(
    NpgsqlDataSource dataSource, PendingPackages packages, ManyAnchors anchors, StaleDocuments documents, StaleSnippets snippets, VectorIndexes indexes,
    CorpusStatistics statistics, Func<TextEmbedder> open)
{
    /// <summary>Works until nothing is left to do, or another instance does it.</summary>
    /// <returns>Why vectors are not made now, or null.</returns>
    /// <exception cref="System.Data.Common.DbException">The database does not answer; what is done stays done.</exception>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        while (await packages.ReadAsync(cancellationToken) > 0)
        {
        }

        if (await IsLoadingAsync(cancellationToken))
        {
            return null;
        }

        // The first documents are searched by sensible weights at once.
        await statistics.RefreshWhenDueAsync(idle: false, cancellationToken);

        await anchors.RunWhenDueAsync(cancellationToken);
        var problem = await SearchFeatures.ReadAsync(dataSource, cancellationToken) is { Vectors: true }
            ? await RefreshVectorsAsync(cancellationToken)
            : SearchFeatures.NoVectors;
        if (problem is not null)
        {
            while (await documents.RefreshAsync(null, cancellationToken) > 0)
            {
            }
        }

        await statistics.RefreshWhenDueAsync(idle: true, cancellationToken);
        return problem;
    }

    private async Task<string?> RefreshVectorsAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Opening a model's file may fail as a server's answer may.
            var embedder = open();
            if (await AnyStaleAsync(cancellationToken))
            {
                var model = await EnsureModelAsync(embedder, cancellationToken);
                await indexes.DropWhileLoadingAsync(model, cancellationToken);
                while (await documents.RefreshAsync(embedder, cancellationToken) > 0)
                {
                }

                // Snippets are many: while packages are imported, those who wait for them come first. Those of a model that does not serve yet wait for nobody.
                while (!(model.IsActive && await IsImportingAsync(cancellationToken)) && await snippets.RefreshOneAsync(embedder, cancellationToken))
                {
                }

                await FinishAsync(model, cancellationToken);
            }
            else if (await IsNewModelAsync(embedder, cancellationToken))
            {
                // All texts want its vectors now: the next run makes them.
                await FinishAsync(await EnsureModelAsync(embedder, cancellationToken), cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or InvalidOperationException or ArgumentException or Embeddings.Model.ModelException)
        {
            return exception.Message;
        }
    }

    private async Task FinishAsync(VectorModel model, CancellationToken cancellationToken)
    {
        if (await AnyStaleAsync(cancellationToken))
        {
            return;
        }

        await indexes.EnsureAsync(model, cancellationToken);
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // Nothing can come to want vectors while the lock is held, so that all have them when the model begins to serve.
            if (!await IndexingLock.TryTakeAsync(connection, cancellationToken) || await AnyStaleAsync(cancellationToken))
            {
                return;
            }

            if (!model.IsActive)
            {
                await VectorModels.ActivateAsync(connection, model, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        await indexes.RemoveRetiredAsync(cancellationToken);
    }

    private async Task<VectorModel> EnsureModelAsync(TextEmbedder embedder, CancellationToken cancellationToken)
    {
        var (name, dimensions) = await embedder.DescribeAsync(cancellationToken);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await IndexingLock.TakeAsync(connection, cancellationToken);
        var model = await VectorModels.EnsureAsync(connection, name, dimensions, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return model;
    }

    private async Task<bool> IsNewModelAsync(TextEmbedder embedder, CancellationToken cancellationToken)
    {
        var (name, dimensions) = await embedder.DescribeAsync(cancellationToken);
        await using var command = dataSource.CreateCommand(
            "SELECT EXISTS (SELECT 1 FROM search_documents) AND NOT EXISTS (SELECT 1 FROM embedding_models WHERE name = $1 AND dimensions = $2 AND state = 'active') "
            + "OR EXISTS (SELECT 1 FROM embedding_models WHERE state <> 'active')");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = dimensions });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private Task<bool> AnyStaleAsync(CancellationToken cancellationToken) => AskAsync(
        """
        SELECT EXISTS (SELECT 1 FROM search_stale) OR EXISTS (SELECT 1 FROM snippets_stale)
        """,
        cancellationToken);

    // What waits for longer than a minute waits for a registry, and not for this machine.
    private Task<bool> IsImportingAsync(CancellationToken cancellationToken) =>
        AskAsync("SELECT EXISTS (SELECT 1 FROM job_items WHERE state = 'waiting' AND not_before < now() + interval '1 minute')", cancellationToken);

    private Task<bool> IsLoadingAsync(CancellationToken cancellationToken) =>
        AskAsync("SELECT EXISTS (SELECT 1 FROM search_loads WHERE quiet_until > now())", cancellationToken);

    private async Task<bool> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
