using Microsoft.Extensions.AI;
using Singularity.Registry.Search.Postgres.Indexing;

namespace Singularity.Registry.Search.Postgres;

/// <summary>A query's vector by the model whose vectors serve.</summary>
internal sealed class QueryVectors(IServiceProvider services, SearchVocabulary vocabulary)
{
    /// <returns>The vector, null where the query has none; and why there is none of any query, or null.</returns>
    public async Task<(float[]? Vector, string? Notice)> ReadAsync(SearchView view, string query, CancellationToken cancellationToken)
    {
        if (!view.Features.Vectors)
        {
            return (null, SearchFeatures.NoVectors);
        }

        if (view.Model is not { } model)
        {
            return (null, vocabulary.Problem is { } problem
                ? $"There are no vectors, so search is by keyword: {problem}"
                : "The vectors are still being made, so search is by keyword.");
        }

        // While another model's vectors are made, those of the one that comes with the product can still be asked.
        if (vocabulary.Encoder is { } encoder && encoder.Name == model.Name && encoder.Dimensions == model.Dimensions)
        {
            var vector = new float[encoder.Dimensions];
            return (encoder.TryEncode(query, vector) ? vector : null, null);
        }

        try
        {
            var embedder = services.GetRequiredService<TextEmbedder>();
            var (name, dimensions) = await embedder.DescribeAsync(cancellationToken);
            if (name != model.Name || dimensions != model.Dimensions)
            {
                return (null, $"The vectors of {name} are still being made and {model.Name} is no longer configured, so search is by keyword.");
            }

            var vector = (await embedder.EmbedAsync([query], cancellationToken))[0];
            if (vector is not null)
            {
                VectorCheck.Require(vector, name, dimensions);
            }

            return (vector, null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or InvalidOperationException or Embeddings.Model.ModelException)
        {
            return (null, $"The embedding model {model.Name} does not answer, so search is by keyword: {exception.Message}");
        }
    }
}
