using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>knowledge.get.</summary>
internal sealed class FindPattern(KnownPatterns known)
{
    public async Task<ServiceReply<KnownPattern>> HandleAsync(GetPattern request, CancellationToken cancellationToken) =>
        KnowledgeProblems.IdProblem(request.Id) is { } missing ? KnowledgeProblems.BadRequest<KnownPattern>(missing)
        : await known.FindAsync(request.Id, follow: false, cancellationToken) is { } found ? found
        : KnowledgeProblems.Unknown<KnownPattern>(request.Id);
}
