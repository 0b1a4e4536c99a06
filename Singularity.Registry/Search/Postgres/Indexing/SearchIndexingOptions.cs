using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Section <c>Search:Indexing</c>: what is done in the background after packages were stored.</summary>
internal sealed class SearchIndexingOptions
{
    public const string Section = "Search:Indexing";

    /// <summary>How often it is looked for work. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after an embedding server, or the database, did not answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Statistics of words are made anew when more than this share of the documents changed. Default 0.05.</summary>
    [Range(0.001, 1)]
    public double StatisticsShare { get; set; } = 0.05;

    /// <summary>They are made anew after a smaller change too, if nothing waits and they are older than this. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StatisticsAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>MiB that building a vector index may take in PostgreSQL. Default 512.</summary>
    [Range(16, 65_536)]
    public int IndexMemoryMegabytes { get; set; } = 512;
}

[OptionsValidator]
internal sealed partial class SearchIndexingOptionsValidator : IValidateOptions<SearchIndexingOptions>;
