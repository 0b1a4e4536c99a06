using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>A model that vectors are stored of.</summary>
/// <param name="IsActive">Whether searches compare its vectors; else it is still being built while another's serve.</param>
internal sealed record VectorModel(short Id, string Name, int Dimensions, bool IsActive);

/// <summary>
/// Which model's vectors serve. The first one serves at once. A later one is built beside it, and takes its place in one transaction when every text has its vector.
/// </summary>
internal static class VectorModels
{
    private const string Ensure =
        """
        INSERT INTO embedding_models AS m (name, dimensions, state)
        SELECT $1, $2, CASE WHEN EXISTS (SELECT 1 FROM embedding_models WHERE state = 'active') THEN 'building' ELSE 'active' END
        ON CONFLICT (name, dimensions) DO UPDATE SET state = 'building' WHERE m.state = 'retired'
        RETURNING id
        """;

    // The active one stays until it is replaced.
    private const string Abandon = "UPDATE embedding_models SET state = 'retired' WHERE state = 'building' AND id <> $1";

    private const string Everything =
        """
        WITH documents AS (INSERT INTO search_stale (document_id, anchors) SELECT id, false FROM search_documents ORDER BY id ON CONFLICT DO NOTHING)
        INSERT INTO snippets_stale (package_id, version) SELECT package_id, version FROM package_versions WHERE snippet_count > 0 ORDER BY 1, 2 ON CONFLICT DO NOTHING
        """;

    private const string Switch =
        """
        UPDATE embedding_models SET state = 'retired' WHERE state = 'active' AND EXISTS (SELECT 1 FROM embedding_models WHERE id = $1 AND state = 'building')
        """;

    /// <summary>The model's row, made when it is first used; all texts then want its vectors. Inside the caller's transaction, under <see cref="IndexingLock"/>.</summary>
    public static async Task<VectorModel> EnsureAsync(NpgsqlConnection connection, string name, int dimensions, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, name, dimensions, cancellationToken) is { } known)
        {
            // Back to the active model while another was being built: what changed meanwhile has the other's vectors only.
            if (known.IsActive && await RetireOthersAsync(connection, known.Id, cancellationToken) > 0)
            {
                await WantEverythingAsync(connection, cancellationToken);
            }

            return known;
        }

        await using var ensure = new NpgsqlCommand(Ensure, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<int> { TypedValue = dimensions } },
        };
        var id = (short)(await ensure.ExecuteScalarAsync(cancellationToken))!;
        await RetireOthersAsync(connection, id, cancellationToken);
        await WantEverythingAsync(connection, cancellationToken);
        return (await FindAsync(connection, name, dimensions, cancellationToken))!;
    }

    /// <summary>Lets the model serve, in place of the one that did. Inside the caller's transaction.</summary>
    public static async Task ActivateAsync(NpgsqlConnection connection, VectorModel model, CancellationToken cancellationToken)
    {
        // Two statements, since a unique index is checked row by row.
        await using var retire = new NpgsqlCommand(Switch, connection) { Parameters = { new NpgsqlParameter<short> { TypedValue = model.Id } } };
        await retire.ExecuteNonQueryAsync(cancellationToken);
        await using var activate = new NpgsqlCommand("UPDATE embedding_models SET state = 'active' WHERE id = $1", connection)
        {
            Parameters = { new NpgsqlParameter<short> { TypedValue = model.Id } },
        };
        await activate.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The model whose vectors serve, or null.</summary>
    public static async Task<VectorModel?> FindActiveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand("SELECT id, name, dimensions, true FROM embedding_models WHERE state = 'active'", connection);
        return await ReadAsync(find, cancellationToken);
    }

    private static async Task<int> RetireOthersAsync(NpgsqlConnection connection, short id, CancellationToken cancellationToken)
    {
        await using var retire = new NpgsqlCommand(Abandon, connection) { Parameters = { new NpgsqlParameter<short> { TypedValue = id } } };
        return await retire.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task WantEverythingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var everything = new NpgsqlCommand(Everything, connection) { CommandTimeout = 300 };
        await everything.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<VectorModel?> FindAsync(NpgsqlConnection connection, string name, int dimensions, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(
            "SELECT id, name, dimensions, state = 'active' FROM embedding_models WHERE name = $1 AND dimensions = $2 AND state <> 'retired'", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<int> { TypedValue = dimensions } },
        };
        return await ReadAsync(find, cancellationToken);
    }

    private static async Task<VectorModel?> ReadAsync(NpgsqlCommand find, CancellationToken cancellationToken)
    {
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new VectorModel(reader.GetInt16(0), reader.GetString(1), reader.GetInt32(2), reader.GetBoolean(3))
            : null;
    }
}
