using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search.Feeding;

/// <summary>Asks another model than the static one for the vectors that an index lacks, some at a time; until then their texts are found by words.</summary>
internal sealed class VectorFill(SearchModel model, TimeProvider timeProvider, ILogger<VectorFill> logger)
{
    private const int Batch = 64;

    /// <summary>Batches between two looks at what changed.</summary>
    private const int Batches = 16;

    private const int MostCharacters = 2_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private long _failedAt;

    /// <summary>True when more are to be asked for at once.</summary>
    public async Task<bool> FillAsync(PackageIndex index, CancellationToken cancellationToken)
    {
        if (model.Other is null || (_failedAt != 0 && timeProvider.GetElapsedTime(_failedAt) < Retry))
        {
            return false;
        }

        try
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                if (!await FillAsync(index.Packages, cancellationToken) && !await FillAsync(index.Snippets, cancellationToken))
                {
                    return false;
                }
            }

            return true;
        }
        catch (VectorsUnavailableException exception)
        {
            if (_failedAt == 0)
            {
                SearchLog.VectorsWait(logger, Retry.TotalMilliseconds, exception.Message);
            }

            _failedAt = timeProvider.GetTimestamp();
            return false;
        }
    }

    private async Task<bool> FillAsync(SearchIndex index, CancellationToken cancellationToken)
    {
        var lacking = index.ReadLacking(Batch);
        if (lacking.Count == 0)
        {
            return false;
        }

        var vectors = await model.EmbedAsync([.. lacking.Select(Text)], cancellationToken);
        foreach (var (document, _) in lacking.Zip(vectors).Where(static pair => pair.Second.IsEmpty))
        {
            SearchLog.VectorRefused(logger, model.Other!, document.Id);
        }

        try
        {
            index.SetVectors([.. lacking.Select((document, number) => (document.Id, vectors[number]))]);
        }
        catch (ArgumentException exception)
        {
            throw new VectorsUnavailableException($"The embedding model {model.Other} answers vectors of several lengths: {exception.Message}", exception);
        }

        _failedAt = 0;
        return true;
    }

    private static string Text(IndexDocument document)
    {
        var code = document.Snippet is { } packed ? JsonSerializer.Deserialize(packed.Json, SingularityJson.Default.Snippet)!.Code : "";
        var text = $"{document.Name}. {document.Summary} {document.Keywords}\n{code}";
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }
}
