using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Learning;

/// <summary>knowledge.feedback. All that was given is written together or not at all; the pattern may be known from an authority's answer alone.</summary>
internal sealed class RatePattern(KnownPatterns known, LocalAuthor author, ObservationStore store, OutboxSignal outbox)
{
    private const string FactField = "corrected.";

    public async Task<ServiceReply<KnownPattern>> HandleAsync(GiveFeedback feedback, CancellationToken cancellationToken)
    {
        if (Problem(feedback) is { } problem)
        {
            return KnowledgeProblems.BadRequest<KnownPattern>(problem);
        }

        if (await known.FindAsync(feedback.Id, follow: true, cancellationToken) is not { } found)
        {
            return KnowledgeProblems.Unknown<KnownPattern>(feedback.Id);
        }

        if (found.Pattern.State is PatternState.Retracted)
        {
            return KnowledgeProblems.Retracted<KnownPattern>(found.Pattern);
        }

        Pattern? same = null;
        if (feedback.SameAs is { } other)
        {
            same = (await known.FindAsync(other, follow: true, cancellationToken))?.Pattern;
            if (same is null or { State: PatternState.Retracted })
            {
                return same is null ? KnowledgeProblems.Unknown<KnownPattern>(other) : KnowledgeProblems.Retracted<KnownPattern>(same);
            }
        }

        return await AppendAsync(found, Facts(feedback, found.Pattern, same), cancellationToken);
    }

    private static string? Problem(GiveFeedback feedback) =>
        KnowledgeProblems.IdProblem(feedback.Id)
            ?? (feedback is { Success: null, Correction: null, SameAs: null } ? "At least one of success, correction and sameAs is given." : null)
            ?? (feedback.SameAs == feedback.Id ? "sameAs names another pattern." : null)
            ?? (feedback.SameAs is { } other ? KnowledgeProblems.IdProblem(other, "sameAs") : null)
            ?? (feedback.Correction is { } correction ? CorrectionProblem(correction) : null);

    private static string? CorrectionProblem(Corrected correction) =>
        correction.Changes is null ? "correction.changes is missing."
        : correction.Changes == new PatternChanges() && correction.Answers.Count == 0 ? "correction changes a field or answers a cause."
        : null;

    private static IEnumerable<ObservationFact> Facts(GiveFeedback feedback, Pattern pattern, Pattern? same)
    {
        if (feedback.Success is { } success)
        {
            yield return new Used { Success = success };
        }

        if (feedback.Correction is { } correction)
        {
            yield return correction;
        }

        // The two may be one already.
        if (same is not null && same.Id != pattern.Id)
        {
            yield return new MergeConfirmed { Other = same.Id };
        }
    }

    private async Task<ServiceReply<KnownPattern>> AppendAsync(KnownPattern found, IEnumerable<ObservationFact> facts, CancellationToken cancellationToken)
    {
        var observer = await author.ReadAsync(cancellationToken);
        var observations = new List<ReceivedObservation>();
        foreach (var fact in facts)
        {
            switch (ObservationReader.Accept(observer.Observe(found.Pattern, fact)))
            {
                case ObservationReading.Read(var observation):
                    observations.Add(observation);
                    break;
                case ObservationReading.Invalid(var problem):
                    return KnowledgeProblems.BadRequest<KnownPattern>(
                        problem.StartsWith(FactField, StringComparison.Ordinal) ? "correction." + problem[FactField.Length..] : problem);
            }
        }

        if (observations.Count > 0)
        {
            await store.AppendAsync(observations, enqueue: true, cancellationToken);
            outbox.Set();
        }

        return await known.FindAsync(found.Pattern.Id, follow: true, cancellationToken) ?? found;
    }
}
