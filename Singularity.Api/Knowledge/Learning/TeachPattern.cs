using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Learning;

/// <summary>knowledge.learn.</summary>
internal sealed class TeachPattern(LearnPattern learn, ProposeMerges merges, OutboxSignal outbox)
{
    public async Task<ServiceReply<PatternLearned>> HandleAsync(Learn request, CancellationToken cancellationToken)
    {
        // A message that lacks the field reads as null, whatever its type says.
        if (request.Content is null)
        {
            return KnowledgeProblems.BadRequest<PatternLearned>("content is missing.");
        }

        switch (await learn.RunAsync(request.Content, cancellationToken))
        {
            case LearnOutcome.Learned(var id):
                outbox.Set();
                return new PatternLearned(id, IsNew: true, await merges.RunAsync(id, cancellationToken));
            case LearnOutcome.Known(var id):
                return new PatternLearned(id, IsNew: false, []);
            case LearnOutcome.Invalid(var problem):
                return KnowledgeProblems.BadRequest<PatternLearned>(problem);
            default:
                throw new InvalidOperationException("Learning ends in Learned, Known or Invalid.");
        }
    }
}
