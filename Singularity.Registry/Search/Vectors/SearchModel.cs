using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Singularity.Embeddings;
using Singularity.Embeddings.Model;

namespace Singularity.Registry.Search.Vectors;

/// <summary>What turns texts into vectors, and what is wrong where it cannot. The file is opened at the first use: most commands of the command line need none.</summary>
internal sealed class SearchModel
{
    private readonly Lazy<Opened> _opened;
    private readonly bool _alone;
    private Query? _last;

    /// <param name="open">Opens the model file.</param>
    /// <param name="generator">The generator that is configured; the file's own is no other model.</param>
    public SearchModel(Func<StaticEncoder> open, Func<IEmbeddingGenerator<string, Embedding<float>>?> generator, ILogger logger)
        : this(new Lazy<Opened>(() => Open(open, generator, logger)), alone: false)
    {
    }

    private SearchModel(Lazy<Opened> opened, bool alone) => (_opened, _alone) = (opened, alone);

    /// <summary>Knows which words mean the same, and makes the vectors where no other model is configured; null when its file is no use.</summary>
    public StaticEncoder? Encoder => _opened.Value.Encoder;

    /// <summary>Which file is no use, and what helps; null when it is.</summary>
    public string? Problem => _opened.Value.Problem;

    /// <summary>Another model than the encoder, whose vectors are asked for; null without.</summary>
    public string? Other => Generator is null ? null : Metadata?.DefaultModelId ?? Metadata?.ProviderName ?? Generator.GetType().Name;

    private IEmbeddingGenerator<string, Embedding<float>>? Generator => _alone ? null : _opened.Value.Other;

    private EmbeddingGeneratorMetadata? Metadata => Generator?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    /// <summary>The encoder alone, as the command line uses it without servers: nothing is asked for every text of the file.</summary>
    public SearchModel WithoutOther() => new(_opened, alone: true);

    /// <summary>A query's vector; the last one is kept, since packages and snippets are searched for one after the other.</summary>
    /// <exception cref="VectorsUnavailableException">It did not answer, or what it answered is no use.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedAsync(string query, CancellationToken cancellationToken)
    {
        if (_last is { } last && last.Text == query)
        {
            return last.Vector;
        }

        var vector = (await EmbedAsync([query], cancellationToken))[0];
        if (vector.IsEmpty)
        {
            throw new VectorsUnavailableException($"The embedding model {Other} answered a vector that is all zero or not finite, which is refused.");
        }

        _last = new Query(query, vector);
        return vector;
    }

    /// <summary>The other model's vector of each text, of length 1; empty where it is all zero or not finite.</summary>
    /// <exception cref="VectorsUnavailableException">It did not answer, or what it answered is no use.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            var embeddings = await Generator!.GenerateAsync(texts, cancellationToken: cancellationToken);
            return embeddings.Count == texts.Count
                ? [.. embeddings.Select(static embedding => Normalise(embedding.Vector.Span))]
                : throw new VectorsUnavailableException($"The embedding model {Other} answered {embeddings.Count} vectors to {texts.Count} texts.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new VectorsUnavailableException($"The embedding model {Other} does not answer: {exception.Message}", exception);
        }
    }

    private static Opened Open(Func<StaticEncoder> open, Func<IEmbeddingGenerator<string, Embedding<float>>?> generator, ILogger logger)
    {
        var (encoder, problem) = ((StaticEncoder?)null, (string?)null);
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
            return new Opened(encoder, problem, generator() is { } given && given.GetService(typeof(StaticEncoder)) is null ? given : null);
        }
        catch (ModelException)
        {
            // It is the file's own.
            return new Opened(encoder, problem, null);
        }
    }

    /// <summary>The vector at length 1; empty if it is all zero or not finite.</summary>
    public static ReadOnlyMemory<float> Normalise(ReadOnlySpan<float> given)
    {
        var (vector, norm) = (new float[given.Length], TensorPrimitives.Norm(given));
        return float.IsFinite(norm) && StaticEncoder.TryNormalise(given, vector) ? vector : default;
    }

    private sealed record Query(string Text, ReadOnlyMemory<float> Vector);

    private sealed record Opened(StaticEncoder? Encoder, string? Problem, IEmbeddingGenerator<string, Embedding<float>>? Other);
}
