using Microsoft.Extensions.AI;

namespace Singularity.Embeddings;

/// <summary>The static encoder as Microsoft.Extensions.AI knows generators. In process; nothing is sent anywhere.</summary>
public sealed class StaticEmbeddingGenerator(StaticEncoder encoder) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("singularity", null, encoder.Name, encoder.Dimensions);

    /// <summary>One vector of length 1 per text.</summary>
    /// <exception cref="ArgumentException">A text has no letter or digit, so that it has no vector; or the options ask for another model.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        Refuse(options);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var vector = new float[encoder.Dimensions];
            if (!encoder.TryEncode(text, vector))
            {
                throw new ArgumentException($"Text {embeddings.Count} has no word that {encoder.Name} could turn into a vector.", nameof(values));
            }

            embeddings.Add(new Embedding<float>(vector) { ModelId = encoder.Name });
        }

        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(StaticEncoder) ? encoder
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The mapping ends with the encoder, which others share.
    }

    private void Refuse(EmbeddingGenerationOptions? options)
    {
        if (options?.ModelId is { } model && model != encoder.Name)
        {
            throw new ArgumentException($"The model {model} was asked for, and {encoder.Name} is loaded.", nameof(options));
        }

        if (options?.Dimensions is { } dimensions && dimensions != encoder.Dimensions)
        {
            throw new ArgumentException($"{dimensions} dimensions were asked for, and {encoder.Name} has {encoder.Dimensions}.", nameof(options));
        }
    }
}
