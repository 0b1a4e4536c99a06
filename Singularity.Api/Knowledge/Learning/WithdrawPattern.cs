using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Learning;

/// <summary>knowledge.retract. What was retracted before stays so, and nothing is written again.</summary>
internal sealed class WithdrawPattern(RetractPattern retract, PatternReads patterns, OutboxSignal outbox)
{
    private const string FactField = "retracted.";

    public async Task<ServiceReply<PatternsRetracted>> HandleAsync(Retract request, CancellationToken cancellationToken)
    {
        if (KnowledgeProblems.IdProblem(request.Id) is { } missing)
        {
            return KnowledgeProblems.BadRequest<PatternsRetracted>(missing);
        }

        if (await patterns.ReadAsync(request.Id, cancellationToken) is { State: PatternState.Retracted })
        {
            return new PatternsRetracted([request.Id]);
        }

        switch (await retract.RunAsync(request.Id, request.Reason, cancellationToken))
        {
            case RetractOutcome.Retracted(var ids):
                outbox.Set();
                return new PatternsRetracted(ids);
            case RetractOutcome.Unknown:
                return KnowledgeProblems.Unknown<PatternsRetracted>(request.Id);
            case RetractOutcome.Invalid(var problem):
                return KnowledgeProblems.BadRequest<PatternsRetracted>(
                    problem.StartsWith(FactField, StringComparison.Ordinal) ? problem[FactField.Length..] : problem);
            default:
                throw new InvalidOperationException("Retracting ends in Retracted, Unknown or Invalid.");
        }
    }
}
