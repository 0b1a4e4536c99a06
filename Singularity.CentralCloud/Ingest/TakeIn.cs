using Singularity.CentralCloud.Promotions;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Takes messages into the database, each once however often it comes, and decides about promotion of what they changed. Where a transaction fails because of what is in it, it is
/// halved until the message that fails stands alone, so that the others get in.
/// </summary>
internal sealed class TakeIn(
    ObservationStore store, ObservationReads observations, PatternReads patterns, PromotePatterns promote, HybridClock clock, Subjects subjects, IngestMeter meter,
    ILogger<TakeIn> logger)
{
    /// <summary>Outcomes by the messages' places. Throws what passes by itself, after which all of it may be done again.</summary>
    public async Task<IReadOnlyList<IngestOutcome>> RunAsync(IReadOnlyList<Incoming> messages, CancellationToken cancellationToken)
    {
        var outcomes = new IngestOutcome[messages.Count];
        var good = new List<(int Place, ReceivedObservation Observation)>(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            switch (messages[i].Read(subjects))
            {
                case ObservationReading.Read(var observation):
                    good.Add((i, observation));
                    break;
                case ObservationReading.Invalid(var problem):
                    outcomes[i] = new IngestOutcome.Refused(problem);
                    break;
            }
        }

        var changed = new Dictionary<Ulid, Pattern>();
        var used = new Dictionary<Ulid, UsedPattern>();
        await AppendAsync(good.ToArray(), outcomes, changed, used, cancellationToken);
        foreach (var (place, observation) in good)
        {
            if (outcomes[place] is IngestOutcome.TakenIn)
            {
                clock.Receive(observation.Observation.Stamp);
            }
        }

        await PromoteAsync(changed.Values, used.Values, cancellationToken);
        return outcomes;
    }

    // The observations are in; that one pattern cannot be decided about must not keep others out.
    private async Task PromoteAsync(IReadOnlyCollection<Pattern> changed, IReadOnlyCollection<UsedPattern> used, CancellationToken cancellationToken)
    {
        try
        {
            await promote.RunAsync(changed, used, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.IsAboutContent(exception))
        {
            IngestLog.NotDecided(logger, exception);
        }
    }

    private async Task AppendAsync(
        ReadOnlyMemory<(int Place, ReceivedObservation Observation)> part, IngestOutcome[] outcomes, Dictionary<Ulid, Pattern> changed, Dictionary<Ulid, UsedPattern> used,
        CancellationToken cancellationToken)
    {
        if (part.Length == 0)
        {
            return;
        }

        try
        {
            var some = part.ToArray();
            var result = await store.AppendAsync([.. some.Select(static one => one.Observation)], enqueue: false, cancellationToken);
            var conflicts = await JudgeAsync(some, result, outcomes, cancellationToken);
            meter.Count(result, conflicts);
            foreach (var pattern in result.Changed)
            {
                changed[pattern.Id] = pattern;
            }

            foreach (var pattern in result.Used)
            {
                used[pattern.Id] = pattern;
            }

            if (result.Repeated > 0)
            {
                await AddRepeatedAsync(some, changed, cancellationToken);
            }
        }
        catch (Exception exception) when (DatabaseFault.IsAboutContent(exception))
        {
            if (part.Length == 1)
            {
                outcomes[part.Span[0].Place] = new IngestOutcome.Failed(DatabaseFault.Describe(exception));
                return;
            }

            var half = part.Length / 2;
            await AppendAsync(part[..half], outcomes, changed, used, cancellationToken);
            await AppendAsync(part[half..], outcomes, changed, used, cancellationToken);
        }
    }

    private async Task<int> JudgeAsync(
        (int Place, ReceivedObservation Observation)[] some, AppendResult result, IngestOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var kept = result.Conflicts.Count == 0 ? null : await observations.ReadDigestsAsync(result.Conflicts, cancellationToken);
        var conflicts = 0;
        foreach (var (place, observation) in some)
        {
            if (kept is not null && kept.TryGetValue(observation.Observation.Id, out var digest) && !digest.AsSpan().SequenceEqual(observation.Digest))
            {
                outcomes[place] = new IngestOutcome.Refused(
                    $"Observation {observation.Observation.Id} is there with another content: an instance restored from a backup, or one instance id on two machines.");
                conflicts++;
            }
            else
            {
                outcomes[place] = IngestOutcome.TakenIn.Instance;
            }
        }

        return conflicts;
    }

    // What was committed before a crash came between it and the decision about promotion.
    private async Task AddRepeatedAsync(
        (int Place, ReceivedObservation Observation)[] some, Dictionary<Ulid, Pattern> changed, CancellationToken cancellationToken)
    {
        var missing = some.Select(static one => one.Observation.Observation.PatternId).Distinct().Where(id => !changed.ContainsKey(id)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var found = await patterns.ReadAsync(missing, cancellationToken);
        var survivors = found.Select(static p => p.MergedInto).OfType<Ulid>().Distinct().Where(id => !changed.ContainsKey(id)).ToList();
        foreach (var pattern in found.Concat(survivors.Count == 0 ? [] : await patterns.ReadAsync(survivors, cancellationToken)))
        {
            changed.TryAdd(pattern.Id, pattern);
        }
    }
}
