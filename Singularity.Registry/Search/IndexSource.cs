using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search;

/// <summary>How sources that hold an index search it.</summary>
internal static class IndexSource
{
    /// <summary>Searches one index as the model at hand allows.</summary>
    public static async Task<SearchFindings> FindAsync(
        SearchIndex searched, SearchModel model, IndexOptions options, SearchNeed need, Func<IndexDocument, bool> accepts, CancellationToken cancellationToken)
    {
        var (vector, mode, notice) = (default(ReadOnlyMemory<float>), need.Mode, (string?)null);
        if (mode != IndexMode.Keyword && model.Other is not null)
        {
            try
            {
                vector = await model.EmbedAsync(need.Text, cancellationToken);
                notice = searched.Lacking is > 0 and var lacking ? $"{lacking} of {searched.Count} texts have no vector yet and are found by words alone." : null;
            }
            catch (VectorsUnavailableException exception)
            {
                (mode, notice) = (IndexMode.Keyword, $"{exception.Message.TrimEnd('.')}. Words alone were searched.");
            }
        }
        else if (mode != IndexMode.Keyword && model.Problem is { } problem)
        {
            (mode, notice) = (IndexMode.Keyword, $"{problem} Words alone were searched.");
        }

        var hits = searched.Search(new IndexQuery(need.Text, mode, need.Limit, accepts, vector));
        return new SearchFindings(
            [.. hits.Where(hit => hit.IsNear(options)).Select(hit => IndexedHits.Read(hit, need.Text))],
            notice,
            mode,
            mode == IndexMode.Keyword ? null : searched.Model);
    }
}
