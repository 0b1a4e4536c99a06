namespace Singularity.Registry.Search.Index;

/// <summary>How a hit's name relates to the whole query.</summary>
internal enum NameMatch
{
    None,
    Prefix,
    Exact,
}

/// <summary>Why a hit stands where it stands.</summary>
/// <param name="Keyword">BM25F over the best of this query, 0 to 1.</param>
/// <param name="Vector">Cosine of query and document.</param>
/// <param name="Cover">How well the document's words cover the query's, 0 to 1.</param>
/// <param name="Focus">How well the query's words cover the document's, 0 to 1.</param>
/// <param name="Popularity">The factor for downloads, 1 without any.</param>
/// <param name="Penalty">The factor for what its publisher withdrew, 1 for the rest.</param>
internal sealed record HitScores(float Keyword, float Vector, float Cover, float Focus, float Popularity, float Penalty = 1);

/// <summary>One hit.</summary>
/// <param name="Score">Comparable within one answer only.</param>
/// <param name="Terms">The query's words found in the document, or in what others say of it.</param>
internal sealed record IndexHit(IndexDocument Document, float Score, NameMatch Name, HitScores Scores, IReadOnlyList<string> Terms)
{
    public bool IsNear(IndexOptions options) => HitSum.IsNear(options, Terms, Name, Scores);
}
