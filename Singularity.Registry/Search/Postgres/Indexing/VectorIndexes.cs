using System.Globalization;
using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>The HNSW index of each model over each kind of text. Built anew where most of it would change, which takes a small part of the time of adding one by one.</summary>
internal sealed class VectorIndexes(NpgsqlDataSource dataSource, SearchIndexingOptions options)
{
    /// <summary>What an HNSW index of pgvector can hold; vectors of more dimensions are compared one by one.</summary>
    public const int MostDimensions = 2_000;

    /// <summary>More waiting documents than this, and more than half of all, and the index is left out until they are done.</summary>
    private const int Many = 5_000;

    // Any constant will do, as long as it stays. Of the session, since an index that is built beside writes takes several transactions.
    private const long Key = 0x53494E47_484E5357;

    private static readonly string[] Tables = ["search_vectors", "snippet_vectors"];

    /// <summary>Removes the index of documents while most of them wait for their vectors.</summary>
    public async Task DropWhileLoadingAsync(VectorModel model, CancellationToken cancellationToken)
    {
        var waiting = await CountAsync("SELECT count(*) FROM (SELECT 1 FROM search_stale LIMIT 200001) s", cancellationToken);
        if (waiting > Many && waiting * 2 > await CountAsync("SELECT count(*) FROM search_vectors WHERE model_id = " + Number(model.Id), cancellationToken))
        {
            await ExecuteAsync($"DROP INDEX IF EXISTS {Name("search_vectors", model.Id)}", cancellationToken);
        }
    }

    /// <summary>Makes what is missing, beside searches and writes that go on meanwhile.</summary>
    public async Task EnsureAsync(VectorModel model, CancellationToken cancellationToken)
    {
        if (model.Dimensions > MostDimensions)
        {
            return;
        }

        // What another instance is building looks like what an interrupted one left.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key})", connection);
        if (!(bool)(await take.ExecuteScalarAsync(cancellationToken))!)
        {
            return;
        }

        try
        {
            await EnsureAllAsync(model, cancellationToken);
        }
        finally
        {
            // A pooled connection would keep it; a broken one has lost it.
            if (connection.FullState is System.Data.ConnectionState.Open)
            {
                await using var release = new NpgsqlCommand($"SELECT pg_advisory_unlock({Key})", connection);
                await release.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    private async Task EnsureAllAsync(VectorModel model, CancellationToken cancellationToken)
    {
        foreach (var table in Tables)
        {
            var name = Name(table, model.Id);
            var valid = await IsValidAsync(name, cancellationToken);
            if (valid == false)
            {
                // Its making was interrupted.
                await ExecuteAsync($"DROP INDEX CONCURRENTLY IF EXISTS {name}", cancellationToken);
            }

            if (valid != true)
            {
                await ExecuteAsync(
                    $"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {table} USING hnsw ((vector::vector({Number(model.Dimensions)})) vector_cosine_ops) "
                    + $"WHERE model_id = {Number(model.Id)}",
                    cancellationToken);
            }
        }
    }

    /// <summary>Removes what is left of models that serve no more.</summary>
    public async Task RemoveRetiredAsync(CancellationToken cancellationToken)
    {
        var retired = new List<short>();
        await using (var find = dataSource.CreateCommand("SELECT id FROM embedding_models WHERE state = 'retired'"))
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                retired.Add(reader.GetInt16(0));
            }
        }

        foreach (var model in retired)
        {
            foreach (var table in Tables)
            {
                await ExecuteAsync($"DROP INDEX CONCURRENTLY IF EXISTS {Name(table, model)}", cancellationToken);
                await ExecuteAsync($"DELETE FROM {table} WHERE model_id = {Number(model)}", cancellationToken);
            }

            await ExecuteAsync($"DELETE FROM embedding_models WHERE id = {Number(model)} AND state = 'retired'", cancellationToken);
        }
    }

    private static string Name(string table, short model) => $"{table}_model_{Number(model)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<bool?> IsValidAsync(string index, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = index });
        return (bool?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // Building takes memory and time that nothing else of the service wants.
    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using (var memory = new NpgsqlCommand($"SET maintenance_work_mem = '{Number(options.IndexMemoryMegabytes)}MB'; SET max_parallel_maintenance_workers = 2", connection))
        {
            await memory.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 })
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var reset = new NpgsqlCommand("RESET maintenance_work_mem; RESET max_parallel_maintenance_workers", connection);
        await reset.ExecuteNonQueryAsync(cancellationToken);
    }
}
