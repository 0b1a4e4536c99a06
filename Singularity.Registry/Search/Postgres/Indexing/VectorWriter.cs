using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Stores vectors inside the caller's transaction, in place of older ones of the same model.</summary>
internal static class VectorWriter
{
    private const string Documents =
        """
        INSERT INTO search_vectors (document_id, model_id, vector) SELECT i.id, $1, i.vector FROM vector_incoming i
        ON CONFLICT (document_id, model_id) DO UPDATE SET vector = excluded.vector
        """;

    private const string Snippets =
        """
        INSERT INTO snippet_vectors (package_id, version, position, snippet_id, model_id, vector) SELECT $2, $3, i.id, i.snippet_id, $1, i.vector FROM vector_incoming i
        """;

    public static async Task WriteDocumentsAsync(
        NpgsqlConnection connection, VectorModel model, IReadOnlyList<(long Id, float[]? Vector)> vectors, CancellationToken cancellationToken)
    {
        await CopyAsync(connection, model, [.. vectors.Select(static v => (v.Id, "", v.Vector))], cancellationToken);
        await using var insert = new NpgsqlCommand(Documents, connection) { CommandTimeout = 300, Parameters = { new NpgsqlParameter<short> { TypedValue = model.Id } } };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await DropAsync(connection, cancellationToken);
    }

    /// <summary>All of one version.</summary>
    public static async Task WriteSnippetsAsync(
        NpgsqlConnection connection, VectorModel model, long package, string version, IReadOnlyList<(long Position, string Snippet, float[]? Vector)> vectors,
        CancellationToken cancellationToken)
    {
        await using var delete = new NpgsqlCommand("DELETE FROM snippet_vectors WHERE package_id = $1 AND version = $2 AND model_id = $3", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = package }, new NpgsqlParameter<string> { TypedValue = version }, new NpgsqlParameter<short> { TypedValue = model.Id },
            },
        };
        await delete.ExecuteNonQueryAsync(cancellationToken);
        await CopyAsync(connection, model, vectors, cancellationToken);
        await using var insert = new NpgsqlCommand(Snippets, connection)
        {
            CommandTimeout = 300,
            Parameters =
            {
                new NpgsqlParameter<short> { TypedValue = model.Id }, new NpgsqlParameter<long> { TypedValue = package }, new NpgsqlParameter<string> { TypedValue = version },
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await DropAsync(connection, cancellationToken);
    }

    private static async Task CopyAsync(
        NpgsqlConnection connection, VectorModel model, IReadOnlyList<(long Id, string Snippet, float[]? Vector)> vectors, CancellationToken cancellationToken)
    {
        foreach (var (_, _, vector) in vectors)
        {
            if (vector is not null)
            {
                VectorCheck.Require(vector, model.Name, model.Dimensions);
            }
        }

        await using var create = new NpgsqlCommand("CREATE TEMPORARY TABLE vector_incoming (id bigint, snippet_id text, vector vector) ON COMMIT DROP", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync("COPY vector_incoming FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (id, snippet, vector) in vectors)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(snippet, NpgsqlDbType.Text, cancellationToken);
            if (vector is null)
            {
                await copy.WriteNullAsync(cancellationToken);
            }
            else
            {
                await copy.WriteAsync(new Vector(vector), "vector", cancellationToken);
            }
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task DropAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var drop = new NpgsqlCommand("DROP TABLE vector_incoming", connection);
        await drop.ExecuteNonQueryAsync(cancellationToken);
    }
}
