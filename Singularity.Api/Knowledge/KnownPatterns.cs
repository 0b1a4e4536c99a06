using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge;

/// <summary>Patterns as this instance knows them: its own, else what an authority answered.</summary>
internal sealed class KnownPatterns(PatternReads own, PatternCache cache, PatternScores scores)
{
    /// <summary>Null when neither knows the id.</summary>
    /// <param name="follow">Whether the pattern that stands for a merged one is meant.</param>
    public async Task<KnownPattern?> FindAsync(Ulid id, bool follow, CancellationToken cancellationToken)
    {
        var pattern = await own.ReadAsync(id, cancellationToken);
        if (follow && pattern?.MergedInto is { } survivor)
        {
            pattern = await own.ReadAsync(survivor, cancellationToken);
        }

        // What was only used here, and learned elsewhere, has no content yet.
        if (pattern is null or { State: PatternState.Awaited } && await cache.ReadAsync(pattern?.Id ?? id, cancellationToken) is var (told, source))
        {
            return new KnownPattern(told, scores.Of(told), source);
        }

        return pattern is null ? null : Own(pattern);
    }

    public KnownPattern Own(Pattern pattern) => new(pattern, scores.Of(pattern), new PatternSource());
}
