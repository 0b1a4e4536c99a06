using Microsoft.Extensions.AI;
using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Vectors of texts by the configured generator; the static encoder weighs the fields of a document, others read them as one text.</summary>
internal sealed class TextEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, SearchVocabulary vocabulary)
{
    /// <summary>Characters of a text that are sent to a generator.</summary>
    private const int Most = 2_000;

    private int _dimensions;

    private StaticEncoder? Static => generator.GetService(typeof(StaticEncoder)) as StaticEncoder;

    /// <summary>The model's name and dimensions, asked of the model itself where its description does not say.</summary>
    /// <exception cref="HttpRequestException">Its server does not answer; likewise TimeoutException and InvalidOperationException.</exception>
    public async Task<(string Name, int Dimensions)> DescribeAsync(CancellationToken cancellationToken)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        var name = metadata?.DefaultModelId ?? metadata?.ProviderName ?? generator.GetType().Name;
        if (_dimensions == 0)
        {
            _dimensions = metadata?.DefaultModelDimensions ?? (await EmbedAsync(["package"], cancellationToken))[0]?.Length
                ?? throw new InvalidOperationException($"Model {name} gives no vectors.");
        }

        return (name, _dimensions);
    }

    /// <summary>One vector a document, null where its text has none.</summary>
    public async Task<IReadOnlyList<float[]?>> EmbedAsync(IReadOnlyList<(IndexDocument Document, string[] Anchors)> documents, CancellationToken cancellationToken)
    {
        if (Static is not { } encoder || vocabulary is not { Space: { } space, Compounds: { } compounds })
        {
            return await EmbedAsync([.. documents.Select(static d => $"{d.Document.Name}: {d.Document.Summary} {d.Document.Keywords}".Trim())], cancellationToken);
        }

        return [.. documents.Select(document =>
        {
            var vector = new float[encoder.Dimensions];
            return DocumentVector.TryRead(encoder, space, compounds, document.Document, document.Anchors, vector) ? vector : null;
        })];
    }

    /// <summary>One vector a text, null where it has none.</summary>
    public async Task<IReadOnlyList<float[]?>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        if (Static is { } encoder)
        {
            return [.. texts.Select(text =>
            {
                var vector = new float[encoder.Dimensions];
                return encoder.TryEncode(text.AsSpan(0, Math.Min(text.Length, Most)), vector) ? vector : null;
            })];
        }

        var asked = texts.Where(static text => !string.IsNullOrWhiteSpace(text)).Select(static text => text[..Math.Min(text.Length, Most)]).ToList();
        var given = asked.Count == 0 ? [] : await generator.GenerateAsync(asked, cancellationToken: cancellationToken);
        if (given.Count != asked.Count)
        {
            throw new InvalidOperationException($"The embedding model gave {given.Count} vectors for {asked.Count} texts.");
        }

        var next = 0;
        return [.. texts.Select(text => string.IsNullOrWhiteSpace(text) ? null : given[next++].Vector.ToArray())];
    }
}
