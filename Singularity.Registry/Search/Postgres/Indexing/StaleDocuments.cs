using Npgsql;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Makes anchors and vectors of documents anew, a batch per transaction. Without a model the anchors are made and the vectors go on waiting.</summary>
internal sealed class StaleDocuments(NpgsqlDataSource dataSource, IndexOptions options)
{
    private const int Batch = 1_000;

    // Documents are locked before anything else of them, as a deletion locks them.
    private const string Take =
        """
        SELECT d.id, s.anchors, d.name, d.summary, d.keywords, d.anchors
        FROM (SELECT document_id, anchors FROM search_stale WHERE anchors OR $1 ORDER BY document_id LIMIT $2) s JOIN search_documents d ON d.id = s.document_id
        ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
        """;

    private const string Anchor =
        """
        UPDATE search_documents d SET anchors = c.anchors, terms = ts_filter(d.terms, '{a,b,c}') || c.terms::tsvector
        FROM (SELECT unnest($1::bigint[]) AS id, unnest($2::text[]) AS terms, string_to_array(unnest($3::text[]), ' ') AS anchors) c WHERE d.id = c.id
        """;

    /// <param name="embedder">Null where there is no model, or no place for vectors.</param>
    /// <returns>How many documents were brought up to date as far as possible; 0 when none waits or another instance works on them.</returns>
    public async Task<int> RefreshAsync(TextEmbedder? embedder, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IndexingLock.TryTakeAsync(connection, cancellationToken))
        {
            return 0;
        }

        var documents = await TakeAsync(connection, embedder is not null, cancellationToken);
        if (documents.Count == 0)
        {
            return 0;
        }

        await RefreshAnchorsAsync(connection, documents, cancellationToken);
        long[] ids = [.. documents.Select(static d => d.Id)];
        if (embedder is not null)
        {
            var (name, dimensions) = await embedder.DescribeAsync(cancellationToken);
            var model = await VectorModels.EnsureAsync(connection, name, dimensions, cancellationToken);
            var vectors = await embedder.EmbedAsync([.. documents.Select(static d => (d.Document, d.Anchors))], cancellationToken);
            await VectorWriter.WriteDocumentsAsync(connection, model, [.. ids.Zip(vectors)], cancellationToken);
        }

        await using var done = new NpgsqlCommand(
            embedder is null ? "UPDATE search_stale SET anchors = false WHERE document_id = ANY ($1)" : "DELETE FROM search_stale WHERE document_id = ANY ($1)", connection)
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = ids } },
        };
        await done.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return documents.Count;
    }

    private static async Task<List<StaleDocument>> TakeAsync(NpgsqlConnection connection, bool all, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(Take, connection)
        {
            Parameters = { new NpgsqlParameter<bool> { TypedValue = all }, new NpgsqlParameter<int> { TypedValue = Batch } },
        };
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        var documents = new List<StaleDocument>();
        while (await reader.ReadAsync(cancellationToken))
        {
            documents.Add(new StaleDocument(
                reader.GetInt64(0), reader.GetBoolean(1), new IndexDocument("", reader.GetString(2), reader.GetString(3), reader.GetString(4)))
            { Anchors = reader.GetFieldValue<string[]>(5) });
        }

        return documents;
    }

    private async Task RefreshAnchorsAsync(NpgsqlConnection connection, List<StaleDocument> documents, CancellationToken cancellationToken)
    {
        var asked = documents.Where(static d => d.WantsAnchors).ToList();
        var anchors = await AnchorReader.ReadAsync(connection, [.. asked.Select(static d => d.Id)], options, cancellationToken);
        var changed = new List<StaleDocument>();
        foreach (var document in asked)
        {
            var now = anchors.GetValueOrDefault(document.Id, []);
            if (!now.AsSpan().SequenceEqual(document.Anchors))
            {
                document.Anchors = now;
                changed.Add(document);
            }
        }

        if (changed.Count == 0)
        {
            return;
        }

        await using var update = new NpgsqlCommand(Anchor, connection)
        {
            CommandTimeout = 300,
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. changed.Select(static d => d.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. changed.Select(static d => string.Join(' ', d.Anchors.Select(static word => $"'{word}':1D")))] },
                new NpgsqlParameter<string[]> { TypedValue = [.. changed.Select(static d => string.Join(' ', d.Anchors))] },
            },
        };
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record StaleDocument(long Id, bool WantsAnchors, IndexDocument Document)
    {
        public string[] Anchors { get; set; } = [];
    }
}
