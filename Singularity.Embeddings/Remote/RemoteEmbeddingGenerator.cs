using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;

namespace Singularity.Embeddings.Remote;

/// <summary>
/// Vectors from a server that speaks OpenAI's embeddings API: texts go in batches, failures that pass are tried again, and the model's dimensions are learned from its
/// first answer. Every vector that is given back is finite, not zero, and of those dimensions.
/// </summary>
internal sealed class RemoteEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    // The client wants one; servers that ask for none ignore it.
    private const string NoKey = "none";

    private readonly EmbeddingOptions _options;
    private readonly EmbeddingClient _client;
    private int _dimensions;

    public RemoteEmbeddingGenerator(IOptions<EmbeddingOptions> options)
    {
        _options = options.Value;
        _client = new EmbeddingClient(
            _options.Model,
            new ApiKeyCredential(string.IsNullOrEmpty(_options.ApiKey) ? NoKey : _options.ApiKey),
            new OpenAIClientOptions
            {
                Endpoint = _options.Endpoint,
                NetworkTimeout = _options.Timeout,
                RetryPolicy = new ClientRetryPolicy(_options.Retries),
                UserAgentApplicationId = "Singularity",
            });
    }

    /// <summary>One vector of length 1 per text, in their order.</summary>
    /// <exception cref="HttpRequestException">The server does not answer, or refuses; the text names the address and what may help.</exception>
    /// <exception cref="InvalidOperationException">The server's answer is no usable answer: too few vectors, or of changing dimensions, zero or not finite.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (options?.ModelId is { } model && model != _options.Model)
        {
            throw new ArgumentException($"The model {model} was asked for, and {_options.Model} is configured.", nameof(options));
        }

        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in values.Chunk(_options.BatchSize))
        {
            var texts = Array.ConvertAll(batch, text => text.Length > _options.MostCharacters ? text[..Cut(text)] : text);
            foreach (var vector in await AskAsync(texts, cancellationToken))
            {
                embeddings.Add(new Embedding<float>(vector) { ModelId = _options.Model });
            }
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata()
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The client shares its connections with all others of the process.
    }

    // Not between the halves of a character.
    private int Cut(string text) => char.IsHighSurrogate(text[_options.MostCharacters - 1]) ? _options.MostCharacters - 1 : _options.MostCharacters;

    private EmbeddingGeneratorMetadata Metadata() =>
        new("openai", _options.Endpoint, _options.Model, Volatile.Read(ref _dimensions) is > 0 and var known ? known : null);

    private async Task<float[][]> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        OpenAIEmbeddingCollection answer;
        try
        {
            answer = await _client.GenerateEmbeddingsAsync(texts, cancellationToken: cancellationToken);
        }
        catch (ClientResultException refusal)
        {
            throw new HttpRequestException(RemoteProblem.Of(refusal, _options), refusal);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is AggregateException or OperationCanceledException or HttpRequestException or IOException)
        {
            throw new HttpRequestException(RemoteProblem.Of(fault, _options), fault);
        }
        catch (Exception fault) when (fault is FormatException or System.Text.Json.JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidOperationException($"What {_options.Endpoint} answered is not an answer of the embeddings API: {fault.Message}", fault);
        }

        var vectors = new float[texts.Length][];
        foreach (var embedding in answer)
        {
            if (embedding.Index < 0 || embedding.Index >= vectors.Length)
            {
                throw new InvalidOperationException($"{_options.Endpoint} answered a vector number {embedding.Index} for {texts.Length} texts.");
            }

            vectors[embedding.Index] = Read(embedding.ToFloats());
        }

        return Array.Exists(vectors, static vector => vector is null)
            ? throw new InvalidOperationException($"{_options.Endpoint} answered {answer.Count} vectors for {texts.Length} texts.")
            : vectors;
    }

    private float[] Read(ReadOnlyMemory<float> values)
    {
        var known = Interlocked.CompareExchange(ref _dimensions, values.Length, 0);
        if (values.Length == 0 || (known != 0 && known != values.Length))
        {
            throw new InvalidOperationException(
                $"{_options.Endpoint} answered a vector of {values.Length} dimensions after one of {known}; restart the service if another model now has the name {_options.Model}.");
        }

        var vector = new float[values.Length];
        var norm = System.Numerics.Tensors.TensorPrimitives.Norm(values.Span);
        if (!float.IsFinite(norm) || norm < 1e-12f)
        {
            throw new InvalidOperationException($"{_options.Endpoint} answered a vector that is zero or not finite; {_options.Model} does not work there.");
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(values.Span, norm, vector);
        return vector;
    }
}
