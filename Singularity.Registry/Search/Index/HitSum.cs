namespace Singularity.Registry.Search.Index;

/// <summary>The sum that ranks, wherever the candidates come from.</summary>
internal static class HitSum
{
    /// <param name="name">How much of the name the query is, 0 to 1, where the name begins with it or is spelt much like it; else 0.</param>
    public static float Of(IndexOptions options, HitScores scores, float name) =>
        ((options.KeywordShare * scores.Keyword) + (options.VectorShare * scores.Vector) + (options.CoverShare * scores.Cover)
            + (options.FocusShare * scores.Focus) + (options.PrefixShare * name)) * scores.Popularity * scores.Penalty;

    /// <summary>Who asks by name means that package, whatever became of it.</summary>
    public static float Penalty(IndexOptions options, bool deprecated, NameMatch name) =>
        deprecated && name != NameMatch.Exact ? options.DeprecatedFactor : 1;

    /// <summary>Whether a hit has to do with the query: a word in common, a name, or a meaning that is near enough. The nearest of a few texts need not be near.</summary>
    public static bool IsNear(IndexOptions options, IReadOnlyList<string> terms, NameMatch name, HitScores scores) =>
        terms.Count > 0 || name != NameMatch.None || scores.Vector >= options.LeastCosine;

    public static float Popularity(IndexOptions options, long downloads) => 1 + (options.PopularityShare * MathF.Log10(1 + Math.Max(0, downloads)));
}
