using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Search.Index;

/// <summary>
/// Section <c>Search:Index</c>: the in-process index. The formulas are BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009,
/// section 3.6) and, over it, a weighted sum with the vectors' cosine and a soft match of words.
/// </summary>
internal sealed class IndexOptions
{
    public const string Section = "Search:Index";

    /// <summary>
    /// Bytes that the index of packages and that of snippets may take together, by their own count. Where they do not suffice for all, PostgreSQL
    /// answers instead. Default 512 MiB.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MemoryBytes { get; set; } = 512L << 20;

    /// <summary>Candidates that each of keyword, vector and soft match gives to the ranking. Default 200.</summary>
    [Range(10, 10_000)]
    public int Candidates { get; set; } = 200;

    /// <summary>BM25F's saturation: how soon a repeated word stops counting. Default 0.4.</summary>
    [Range(0.01, 10)]
    public float K1 { get; set; } = 0.4f;

    /// <summary>Power of a word's inverse document frequency. Default 1.</summary>
    [Range(0.1, 4)]
    public float IdfPower { get; set; } = 1;

    /// <summary>Weight of a word in a name. Default 0.7.</summary>
    [Range(0, 10)]
    public float NameWeight { get; set; } = 0.7f;

    /// <summary>Weight of a part of a compound in a name, as of node in nodemailer. Default 0.6.</summary>
    [Range(0, 10)]
    public float SegmentWeight { get; set; } = 0.6f;

    /// <summary>Weight of a word in a summary or among the keywords. Default 1.</summary>
    [Range(0, 10)]
    public float SummaryWeight { get; set; } = 1;

    /// <summary>Weight of a word that other packages use when they name this one. Default 0.7.</summary>
    [Range(0, 10)]
    public float AnchorWeight { get; set; } = 0.7f;

    /// <summary>Weight of a word in the long text. Default 0.3.</summary>
    [Range(0, 10)]
    public float BodyWeight { get; set; } = 0.3f;

    /// <summary>How much a long name dilutes its words, 0 to 1. Default 0.25.</summary>
    [Range(0, 1)]
    public float NameLength { get; set; } = 0.25f;

    /// <summary>How much a long summary dilutes its words, 0 to 1. Default 0.5.</summary>
    [Range(0, 1)]
    public float SummaryLength { get; set; } = 0.5f;

    /// <summary>How much a long body dilutes its words, 0 to 1. Default 0.75.</summary>
    [Range(0, 1)]
    public float BodyLength { get; set; } = 0.75f;

    /// <summary>Weight of a part of a compound in the query. Default 0.25.</summary>
    [Range(0, 1)]
    public float QuerySegmentWeight { get; set; } = 0.25f;

    /// <summary>Words kept of what others say about a package. Default 10.</summary>
    [Range(0, 64)]
    public int Anchors { get; set; } = 10;

    /// <summary>Packages that must use a word beside a package's name before it counts. Default 2.</summary>
    [Range(1, 100)]
    public int AnchorMentions { get; set; } = 2;

    /// <summary>Share of BM25F, divided by the query's best, in the sum. Default 0.25.</summary>
    [Range(0, 10)]
    public float KeywordShare { get; set; } = 0.25f;

    /// <summary>Share of the vectors' cosine in the sum. Default 0.55.</summary>
    [Range(0, 10)]
    public float VectorShare { get; set; } = 0.55f;

    /// <summary>Share of how well the document's words cover the query's, by the cosine of their vectors. Default 0.6.</summary>
    [Range(0, 10)]
    public float CoverShare { get; set; } = 0.6f;

    /// <summary>Share of how well the query's words cover the document's. Default 0.1.</summary>
    [Range(0, 10)]
    public float FocusShare { get; set; } = 0.1f;

    /// <summary>Share of how much of a name a query of one word is, where the name begins with it. Default 0.5.</summary>
    [Range(0, 10)]
    public float PrefixShare { get; set; } = 0.5f;

    /// <summary>The sum is multiplied by 1 + this x log10(1 + downloads a month). Default 0.125.</summary>
    [Range(0, 10)]
    public float PopularityShare { get; set; } = 0.125f;

    /// <summary>The sum of a deprecated, retired or yanked package is multiplied by this, unless the query is its name. Default 0.5.</summary>
    [Range(0, 1)]
    public float DeprecatedFactor { get; set; } = 0.5f;

    /// <summary>A text without any word of the query is a hit from this cosine on. Default 0.25.</summary>
    [Range(-1, 1)]
    public float LeastCosine { get; set; } = 0.25f;

    /// <summary>The model file of the static encoder. Default: the one that comes with the product.</summary>
    public string ModelFile { get; set; } = "";

    /// <summary>The same for documents that nobody mentions by name.</summary>
    public IndexOptions WithoutAnchors()
    {
        var options = (IndexOptions)MemberwiseClone();
        options.Anchors = 0;
        return options;
    }
}

[OptionsValidator]
internal sealed partial class IndexOptionsValidator : IValidateOptions<IndexOptions>;
