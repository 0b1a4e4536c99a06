using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Authoring;

/// <summary>Learns a pattern, unless this database holds a live one of the same content.</summary>
public sealed class LearnPattern(LocalAuthor author, ObservationStore store, PatternReads patterns)
{
    public async Task<LearnOutcome> RunAsync(PatternContent content, CancellationToken cancellationToken)
    {
        if (ContentRule.Problem(content) is { } problem)
        {
            return new LearnOutcome.Invalid(problem);
        }

        var same = await patterns.ReadByContentAsync(ContentHash.Of(content), cancellationToken);
        if (same.FirstOrDefault(static p => p.State is PatternState.Live or PatternState.Merged) is { } known)
        {
            return new LearnOutcome.Known(known.MergedInto ?? known.Id);
        }

        var learned = (await author.ReadAsync(cancellationToken)).Learn(content, same.LastOrDefault(static p => p.State is PatternState.Retracted)?.Id);
        if (ObservationReader.Accept(learned) is not ObservationReading.Read(var observation))
        {
            return new LearnOutcome.Invalid($"content takes more than {KnowledgeLimits.ObservationBytes} bytes altogether.");
        }

        await store.AppendAsync([observation], enqueue: true, cancellationToken);
        return new LearnOutcome.Learned(learned.Id);
    }
}

/// <summary>What learning came to.</summary>
public abstract record LearnOutcome
{
    private LearnOutcome()
    {
    }

    public sealed record Learned(Ulid Id) : LearnOutcome;

    /// <param name="Id">The live pattern of the same content.</param>
    public sealed record Known(Ulid Id) : LearnOutcome;

    /// <param name="Problem">Names the field and its limit.</param>
    public sealed record Invalid(string Problem) : LearnOutcome;
}
