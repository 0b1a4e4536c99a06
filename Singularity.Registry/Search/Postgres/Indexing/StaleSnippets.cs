using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>
/// Makes vectors of snippets anew, a version per transaction: of README, examples and documentation tests. Signatures and change logs are found by keyword; of them
/// there are too many, and their words are names.
/// </summary>
internal sealed class StaleSnippets(NpgsqlDataSource dataSource)
{
    public const string Kinds = "'readme', 'example', 'doctest'";

    private const string Take =
        """
        SELECT s.package_id, s.version FROM snippets_stale s JOIN package_versions v ON v.package_id = s.package_id AND v.version = s.version
        ORDER BY 1, 2 LIMIT 1 FOR UPDATE OF v SKIP LOCKED
        """;

    private const string Forget =
        """
        DELETE FROM snippets_stale s WHERE NOT EXISTS (SELECT 1 FROM package_versions v WHERE v.package_id = s.package_id AND v.version = s.version)
        """;

    private const string Texts =
        $"""
        SELECT position, id, title, coalesce(symbol, ''), coalesce(description, ''), left(code, 1000) FROM snippets
        WHERE package_id = $1 AND version = $2 AND kind IN ({Kinds}) ORDER BY position
        """;

    /// <returns>False when none waits or another instance works on them.</returns>
    public async Task<bool> RefreshOneAsync(TextEmbedder embedder, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IndexingLock.TryTakeAsync(connection, cancellationToken))
        {
            return false;
        }

        if (await TakeAsync(connection, cancellationToken) is not var (package, version))
        {
            await using var forget = new NpgsqlCommand(Forget, connection);
            await forget.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return false;
        }

        var (name, dimensions) = await embedder.DescribeAsync(cancellationToken);
        var model = await VectorModels.EnsureAsync(connection, name, dimensions, cancellationToken);
        var texts = await ReadAsync(connection, package, version, cancellationToken);
        var vectors = await embedder.EmbedAsync([.. texts.Select(static t => t.Text)], cancellationToken);
        await VectorWriter.WriteSnippetsAsync(
            connection, model, package, version, [.. texts.Zip(vectors, static (text, vector) => ((long)text.Position, text.Id, vector))], cancellationToken);
        await using var done = new NpgsqlCommand("DELETE FROM snippets_stale WHERE package_id = $1 AND version = $2", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = package }, new NpgsqlParameter<string> { TypedValue = version } },
        };
        await done.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<(long Package, string Version)?> TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(Take, connection);
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetString(1)) : null;
    }

    private static async Task<List<(int Position, string Id, string Text)>> ReadAsync(
        NpgsqlConnection connection, long package, string version, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand(Texts, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = package }, new NpgsqlParameter<string> { TypedValue = version } },
        };
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var texts = new List<(int, string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            texts.Add((reader.GetInt32(0), reader.GetString(1), $"{reader.GetString(2)} {reader.GetString(3)} {reader.GetString(4)}\n{reader.GetString(5)}"));
        }

        return texts;
    }
}
