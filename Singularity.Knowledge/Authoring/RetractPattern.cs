using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Authoring;

/// <summary>
/// Takes a pattern back, with all that it stands for: whoever retracts a merged pattern means what it says, which would otherwise come back under the next
/// id of the group.
/// </summary>
public sealed class RetractPattern(LocalAuthor author, ObservationStore store, PatternReads patterns, PatternCache cache)
{
    public async Task<RetractOutcome> RunAsync(Ulid id, string? reason, CancellationToken cancellationToken)
    {
        var pattern = await patterns.ReadAsync(id, cancellationToken);
        pattern = pattern?.MergedInto is { } survivor ? await patterns.ReadAsync(survivor, cancellationToken) : pattern;

        // What is known from an authority alone is retracted as well, together with what stands for it there.
        if (pattern is null or { State: PatternState.Awaited } && await cache.ReadAsync(id, cancellationToken) is var (told, _))
        {
            pattern = told;
        }

        if (pattern is null)
        {
            return new RetractOutcome.Unknown();
        }

        var observer = await author.ReadAsync(cancellationToken);
        var observations = new List<ReceivedObservation>();
        foreach (var member in (IEnumerable<Ulid>)[pattern.Id, .. pattern.Merged])
        {
            switch (ObservationReader.Accept(observer.Observe(pattern with { Id = member }, new Retracted { Reason = reason })))
            {
                case ObservationReading.Read(var observation):
                    observations.Add(observation);
                    break;
                case ObservationReading.Invalid(var problem):
                    return new RetractOutcome.Invalid(problem);
            }
        }

        await store.AppendAsync(observations, enqueue: true, cancellationToken);
        return new RetractOutcome.Retracted([.. observations.Select(static o => o.Observation.PatternId)]);
    }
}

/// <summary>What retracting came to.</summary>
public abstract record RetractOutcome
{
    private RetractOutcome()
    {
    }

    /// <param name="Ids">The pattern and those that it stood for.</param>
    public sealed record Retracted(IReadOnlyList<Ulid> Ids) : RetractOutcome;

    /// <summary>No observation is about this id, and no authority answered it.</summary>
    public sealed record Unknown : RetractOutcome;

    /// <param name="Problem">Names the field and its limit.</param>
    public sealed record Invalid(string Problem) : RetractOutcome;
}
