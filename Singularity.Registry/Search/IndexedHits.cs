using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search;

/// <summary>Hits of the index as callers see them.</summary>
internal static class IndexedHits
{
    public static SearchHit Read(IndexHit hit, string query)
    {
        var document = hit.Document;
        var facts = document.Facts!;
        var why = Why(hit);
        var terms = QueryTerms.AsWritten(query, hit.Terms);
        if (document.Snippet is not { } packed)
        {
            return new SearchHit(
                SearchKinds.Package, PackageUrl.Format(facts.Ecosystem, document.Name, facts.Version), document.Name,
                document.Summary.Length > 0 ? document.Summary : null, hit.Score, terms, Why: why);
        }

        var snippet = JsonSerializer.Deserialize(packed.Json, SingularityJson.Default.Snippet)!;
        return new SearchHit(SearchKinds.Snippet, snippet.Purl, snippet.Title, snippet.Description, hit.Score, terms, snippet, why);
    }

    private static SearchScores Why(IndexHit hit) => new(
        hit.Scores.Keyword,
        hit.Scores.Vector,
        hit.Scores.Cover,
        hit.Scores.Focus,
        hit.Scores.Popularity,
        hit.Scores.Penalty,
        hit.Name switch
        {
            NameMatch.Exact => SearchKinds.ExactName,
            NameMatch.Prefix => "prefix",
            _ => null,
        });
}
