namespace Singularity.Registry.Storage.Postgres;

/// <summary>How much a word's place counts, as <c>tsvector</c> numbers it; <c>ts_rank_cd</c> takes .1, .2, .4 and 1 for them unless told otherwise.</summary>
internal enum SearchWeight
{
    D,
    C,
    B,
    A,
}
