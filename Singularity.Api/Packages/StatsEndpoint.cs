using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class StatsEndpoint
{
    public static void MapStats(this IEndpointRouteBuilder api) => api.MapGet("/stats", HandleAsync)
        .WithName("Stats")
        .WithSummary("What is stored, and how the tiers of the answering registry instance did")
        .Produces<StorageStats>()
        .ProducesQueryProblems();

    private static async Task<IResult> HandleAsync(RegistryClient registry, CancellationToken cancellationToken)
    {
        var reply = await registry.StatsAsync(cancellationToken);
        return reply.ToResult();
    }
}
