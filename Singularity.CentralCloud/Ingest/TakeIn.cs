using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Takes messages into the database, each once however often it comes. Where a transaction fails because of what is in it, it is halved until the message that fails stands
/// alone, so that the others get in.
/// </summary>
internal sealed class TakeIn(ObservationStore store, ObservationReads observations, HybridClock clock, Subjects subjects, IngestMeter meter)
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

        await StoreAsync(good.ToArray(), outcomes, cancellationToken);
        foreach (var (place, observation) in good)
        {
            if (outcomes[place] is IngestOutcome.TakenIn)
            {
                clock.Receive(observation.Observation.Stamp);
            }
        }

        return outcomes;
    }

    private async Task StoreAsync(
        ReadOnlyMemory<(int Place, ReceivedObservation Observation)> part, IngestOutcome[] outcomes, CancellationToken cancellationToken)
    {
        if (part.Length == 0)
        {
            return;
        }

        try
        {
            var some = part.ToArray();
            var result = await store.StoreAsync([.. some.Select(static one => one.Observation)], cancellationToken);
            var conflicts = await JudgeAsync(some, result, outcomes, cancellationToken);
            meter.Count(result, conflicts);
        }
        catch (Exception exception) when (DatabaseFault.IsAboutContent(exception))
        {
            if (part.Length == 1)
            {
                outcomes[part.Span[0].Place] = new IngestOutcome.Failed(DatabaseFault.Describe(exception));
                return;
            }

            var half = part.Length / 2;
            await StoreAsync(part[..half], outcomes, cancellationToken);
            await StoreAsync(part[half..], outcomes, cancellationToken);
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
}
