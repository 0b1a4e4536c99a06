using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Search;

/// <summary>How many texts there are, and what share of them has a word, kind, language or tag, as PostgreSQL counted when it last looked.</summary>
/// <param name="Count">0 before it has.</param>
/// <param name="NoLanguage">Share of the texts without a language.</param>
/// <param name="Heads">Share of the texts that have the word in title or tags; empty where none is common there, and before PostgreSQL has counted.</param>
internal sealed record TextStatistics(
    double Count, IReadOnlyDictionary<string, double> Terms, IReadOnlyDictionary<string, double> Kinds, IReadOnlyDictionary<string, double> Languages,
    IReadOnlyDictionary<string, double> Tags, double NoLanguage, IReadOnlyDictionary<string, double> Heads)
{
    /// <summary>Texts with the word: none where it is not listed, since then it is rarer than those that are.</summary>
    public double With(string term) => Count * Terms.GetValueOrDefault(term);

    /// <summary>Texts with the word in title or tags; likewise.</summary>
    public double WithInHead(string term) => Count * Heads.GetValueOrDefault(term);

    /// <summary>Share of the texts that the query's filters leave.</summary>
    public double Share(PatternQuery query)
    {
        var kinds = query.Kinds is { Count: > 0 } some ? some.Distinct().Sum(kind => Kinds.GetValueOrDefault(kind.ToString())) : 1;
        var language = query.Language is { Length: > 0 } named ? NoLanguage + Languages.GetValueOrDefault(named) : 1;
        var tags = query.Tags is { Count: > 0 } all ? all.Min(tag => Tags.GetValueOrDefault(tag)) : 1;
        return kinds * language * tags;
    }
}
