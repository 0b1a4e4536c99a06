using Singularity.Api.Knowledge.Stats;
using Singularity.Api.Problems;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

internal static class KnowledgeStatsEndpoint
{
    public static void MapKnowledgeStats(this IEndpointRouteBuilder patterns) => patterns.MapGet("/stats", HandleAsync)
        .WithName("KnowledgeStats")
        .WithSummary("This instance, what it has yet to send, what it has cached, and whether CentralCloud is there")
        .Produces<KnowledgeStats>()
        .ProducesPatternProblems();

    private static async Task<IResult> HandleAsync(ReadKnowledgeStats stats, DatabaseGuard guard, CancellationToken cancellationToken)
    {
        var reply = await guard.RunAsync<bool, KnowledgeStats>((_, token) => stats.HandleAsync(token), true, cancellationToken);
        return reply.ToResult();
    }
}
