using Singularity.Contracts.Knowledge;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>What came from another machine is looked at before it is stored or shown.</summary>
internal static class ToldPatterns
{
    private const int LongestName = 200;

    /// <summary>The hits that are well-formed, marked with who answered them.</summary>
    public static IReadOnlyList<PatternHit> Clean(IEnumerable<PatternHit> hits, string authority, DateTimeOffset now) =>
    [
        .. hits.Where(static hit => hit is { Pattern: { State: PatternState.Live } pattern, Confidence: not null, Why: not null } && IsSound(pattern))
            .DistinctBy(static hit => hit.Pattern.Id)
            .Select(hit => hit with { Score = Math.Clamp(hit.Score, 0, 1), Source = new PatternSource(Name(hit.Source?.Authority) ?? authority, now) }),
    ];

    /// <summary>Whether its content, where it has one, is one that could have been learned here; a live one has.</summary>
    public static bool IsSound(Pattern pattern) => pattern.Content is { } content ? ContentRule.Problem(content) is null : pattern.State is not PatternState.Live;

    /// <summary>Null for what is no name.</summary>
    public static string? Name(string? text) => text is { Length: > 0 and <= LongestName } && !text.Any(char.IsControl) ? text : null;
}
