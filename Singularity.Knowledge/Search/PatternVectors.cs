using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>
/// Gives patterns their vectors, after they were stored: a generator may be another process, which no transaction should wait for. Without a generator there
/// are none, and search is by words alone; so it is while the generator fails.
/// </summary>
/// <param name="generator">Opens the generator; it is tried again after it failed. Null without one.</param>
public sealed class PatternVectors(
    NpgsqlDataSource source,
    ILogger<PatternVectors> logger,
    IOptions<KnowledgeOptions> options,
    TimeProvider time,
    Func<IEmbeddingGenerator<string, Embedding<float>>?> generator)
{
    // What a text is about stands at its beginning.
    private const int LongestEmbedded = 4_000;

    private readonly QueryVectorGuard _guard = new(options, time, logger);
    private VectorModel? _model;

    /// <summary>Why queries go without vectors at the moment, and what helps; null when they do not, or no generator is configured.</summary>
    public string? Problem => _guard.Problem;

    /// <summary>Embeds patterns that have no vector of the current model and content.</summary>
    /// <returns>How many were looked at; fewer than <paramref name="limit"/> when none is left.</returns>
    public async Task<int> FillAsync(int limit, CancellationToken cancellationToken)
    {
        if (generator() is not { } opened || await ReadModelAsync(opened, cancellationToken) is not { } model)
        {
            return 0;
        }

        var waiting = await ReadWaitingAsync(model, limit, cancellationToken);
        if (waiting.Count == 0)
        {
            return 0;
        }

        var vectors = await EmbedAsync(opened, [.. waiting.Select(static w => w.Text)], cancellationToken);
        foreach (var (pattern, _) in waiting.Zip(vectors).Where(static pair => pair.Second is null))
        {
            KnowledgeLog.NoVector(logger, pattern.Id, model.Name);
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Vectors.TakeAsync(connection, cancellationToken);

        // What changed meanwhile keeps waiting.
        await using var command = new NpgsqlCommand(
            """
            UPDATE pattern_vectors v SET model = $1, embedding = i.vector::vector FROM unnest($2::text[], $3::bytea[], $4::text[]) AS i (id, digest, vector)
            WHERE v.pattern_id = i.id AND v.content_digest = i.digest
            """,
            connection);
        command.With(model.Id)
            .With(waiting.Select(static w => w.Id).ToArray())
            .With(waiting.Select(static w => w.Digest).ToArray())
            .With(vectors.Select(static v => v is null ? null : VectorModel.Text(v)).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }

    /// <summary>Null without a generator, while it fails, or when the text has no word that it knows.</summary>
    internal Task<(VectorModel Model, float[] Vector)?> EmbedQueryAsync(string text, CancellationToken cancellationToken) => _guard.TryAsync<(VectorModel, float[])?>(
        async limit => generator() is { } opened && await ReadModelAsync(opened, limit) is { } model && (await EmbedAsync(opened, [text], limit))[0] is { } vector
            ? (model, vector)
            : null,
        cancellationToken);

    /// <summary>The generator's model, with an index of its own; null without a generator, and while one fails whose model is not known yet.</summary>
    internal async Task<VectorModel?> TryReadModelAsync(CancellationToken cancellationToken) => _model
        ?? await _guard.TryAsync(async limit => generator() is { } opened ? await ReadModelAsync(opened, limit) : null, cancellationToken);

    private async Task<VectorModel> ReadModelAsync(IEmbeddingGenerator<string, Embedding<float>> generator, CancellationToken cancellationToken)
    {
        if (_model is { } known)
        {
            return known;
        }

        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        var name = metadata?.DefaultModelId ?? metadata?.ProviderName ?? "unnamed";
        var dimensions = metadata?.DefaultModelDimensions
            ?? (await generator.GenerateAsync(["dimensions"], cancellationToken: cancellationToken))[0].Vector.Length;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await AdvisoryLock.Writer.TakeAsync(connection, cancellationToken);
        await using var ensure = new NpgsqlCommand(
            "INSERT INTO knowledge_models (name, dimensions) VALUES ($1, $2) ON CONFLICT (name, dimensions) DO UPDATE SET name = excluded.name RETURNING id", connection)
            .With(name).With(dimensions);
        var model = new VectorModel((int)(await ensure.ExecuteScalarAsync(cancellationToken))!, name, dimensions);
        if (dimensions <= VectorModel.MostIndexedDimensions)
        {
            await using var index = new NpgsqlCommand(
                $"CREATE INDEX IF NOT EXISTS pattern_vectors_hnsw_{model.Id} ON pattern_vectors USING hnsw ({model.Column} vector_cosine_ops) WHERE model = {model.Id}", connection);
            await index.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return _model = model;
    }

    private async Task<List<(string Id, byte[] Digest, string Text)>> ReadWaitingAsync(VectorModel model, int limit, CancellationToken cancellationToken)
    {
        // Each part from the index on model, so that a page costs the same however many have their vectors.
        await using var command = source.CreateCommand(
            """
            SELECT v.pattern_id, v.content_digest, coalesce(p.view, c.view) FROM (
                (SELECT pattern_id, content_digest FROM pattern_vectors WHERE model IS NULL LIMIT $2)
                UNION ALL (SELECT pattern_id, content_digest FROM pattern_vectors WHERE model < $1 LIMIT $2)
                UNION ALL (SELECT pattern_id, content_digest FROM pattern_vectors WHERE model > $1 LIMIT $2) LIMIT $2) v
            JOIN pattern_texts t ON t.pattern_id = v.pattern_id
            LEFT JOIN patterns p ON NOT t.is_cached AND p.id = t.pattern_id LEFT JOIN cached_patterns c ON t.is_cached AND c.id = t.pattern_id
            """).With(model.Id).With(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var waiting = new List<(string, byte[], string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            waiting.Add((reader.GetString(0), reader.GetFieldValue<byte[]>(1), Text(PatternReads.Parse(reader.GetString(2)).Content!)));
        }

        return waiting;
    }

    private static async Task<IReadOnlyList<float[]?>> EmbedAsync(
        IEmbeddingGenerator<string, Embedding<float>> generator, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await generator.GenerateAsync(texts, cancellationToken: cancellationToken)).Select(static e => e.Vector.ToArray())];
        }
        catch (ArgumentException) when (texts.Count == 1)
        {
            // The generator's way to say that it knows none of the words.
            return [null];
        }
        catch (ArgumentException)
        {
            var vectors = new List<float[]?>();
            foreach (var text in texts)
            {
                vectors.AddRange(await EmbedAsync(generator, [text], cancellationToken));
            }

            return vectors;
        }
    }

    private static string Text(PatternContent content)
    {
        var text = $"{content.Title}. {string.Join(' ', content.Tags)}. {content.Body}";
        return text.Length <= LongestEmbedded ? text : text[..LongestEmbedded];
    }
}
