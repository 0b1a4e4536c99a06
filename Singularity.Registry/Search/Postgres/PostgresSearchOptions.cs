using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Section <c>Search:Postgres</c>: how many candidates PostgreSQL gives to the ranking. How they are ranked is in <c>Search:Index</c>, as in process.</summary>
internal sealed class PostgresSearchOptions
{
    public const string Section = "Search:Postgres";

    /// <summary>Candidates by keyword, and as many by vector. Default 200.</summary>
    [Range(10, 1000)]
    public int Candidates { get; set; } = 200;

    /// <summary>Rows that keyword candidates are chosen from, by estimate; words so common that they would bring more only narrow. Default 3,000.</summary>
    [Range(100, 1_000_000)]
    public int KeywordRows { get; set; } = 3_000;

    /// <summary>Up to so many rows that pass a filter, their vectors are compared one by one, which misses none. Default 5,000.</summary>
    [Range(0, 1_000_000)]
    public int ExactRows { get; set; } = 5_000;

}

[OptionsValidator]
internal sealed partial class PostgresSearchOptionsValidator : IValidateOptions<PostgresSearchOptions>;
