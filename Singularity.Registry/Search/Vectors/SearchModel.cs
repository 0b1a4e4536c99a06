using Microsoft.Extensions.AI;
using Singularity.Embeddings;
using Singularity.Embeddings.Model;

namespace Singularity.Registry.Search.Vectors;

/// <summary>What turns texts into vectors, and what is wrong where it cannot.</summary>
internal sealed class SearchModel
{
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _other;
    private Query? _last;

    private SearchModel(StaticEncoder? encoder, string? problem, IEmbeddingGenerator<string, Embedding<float>>? other) =>
        (Encoder, Problem, _other) = (encoder, problem, other);

    /// <summary>Knows which words mean the same, and makes the vectors where no other model is configured; null when its file is no use.</summary>
    public StaticEncoder? Encoder { get; }

    /// <summary>Which file is no use, and what helps; null when it is.</summary>
    public string? Problem { get; }

    /// <summary>Another model than the encoder, whose vectors are asked for; null without.</summary>
    public string? Other => _other is null ? null : Metadata?.DefaultModelId ?? Metadata?.ProviderName ?? _other.GetType().Name;

    private EmbeddingGeneratorMetadata? Metadata => _other?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    /// <summary>Opens the model file, and takes the generator where it is another than the file's own.</summary>
    public static SearchModel Open(Func<StaticEncoder> open, Func<IEmbeddingGenerator<string, Embedding<float>>?> generator, ILogger logger)
    {
        StaticEncoder? encoder = null;
        string? problem = null;
        try
        {
            encoder = open();
        }
        catch (ModelException exception)
        {
            problem = exception.Message;
            SearchLog.NoModel(logger, problem);
        }

        try
        {
            var given = generator();
            return new SearchModel(encoder, problem, given?.GetService(typeof(StaticEncoder)) is null ? given : null);
        }
        catch (ModelException)
        {
            // The generator of the same file.
            return new SearchModel(encoder, problem, null);
        }
    }

    /// <summary>The encoder alone, as the command line uses it without servers: nothing is asked for every text of the file.</summary>
    public SearchModel WithoutOther() => _other is null ? this : new SearchModel(Encoder, Problem, null);

    /// <summary>A query's vector; the last one is kept, since packages and snippets are searched for one after the other.</summary>
    /// <exception cref="VectorsUnavailableException">It did not answer, or what it answered is no use.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(string query, CancellationToken cancellationToken)
    {
        if (_last is { } last && last.Text == query)
        {
            return last.Vector;
        }

        var vector = (await EmbedAsync([query], cancellationToken))[0];
        _last = new Query(query, vector);
        return vector;
    }

    /// <summary>The other model's vector of each text, of length 1; empty where a vector is zero.</summary>
    /// <exception cref="VectorsUnavailableException">It did not answer, or what it answered is no use.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            var embeddings = await _other!.GenerateAsync(texts, cancellationToken: cancellationToken);
            return embeddings.Count == texts.Count
                ? [.. embeddings.Select(static embedding => Normalise(embedding.Vector.Span))]
                : throw new VectorsUnavailableException($"The embedding model {Other} answered {embeddings.Count} vectors to {texts.Count} texts.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or InvalidOperationException or ArithmeticException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new VectorsUnavailableException($"The embedding model {Other} does not answer: {exception.Message}", exception);
        }
    }

    private static ReadOnlyMemory<float> Normalise(ReadOnlySpan<float> given)
    {
        var vector = new float[given.Length];
        return StaticEncoder.TryNormalise(given, vector) ? vector : default;
    }

    private sealed record Query(string Text, ReadOnlyMemory<float> Vector);
}
