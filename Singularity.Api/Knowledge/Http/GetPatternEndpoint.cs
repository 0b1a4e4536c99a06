using Singularity.Api.Knowledge.Recalling;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

internal static class GetPatternEndpoint
{
    public static void MapGetPattern(this IEndpointRouteBuilder patterns) => patterns.MapGet("/{id}", HandleAsync)
        .WithName("GetPattern")
        .WithSummary("A pattern as this instance knows it: its own, else as CentralCloud answered it")
        .Produces<KnownPattern>()
        .ProducesPatternProblems(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(string id, FindPattern find, DatabaseGuard guard, CancellationToken cancellationToken)
    {
        if (!PatternAddress.TryRead(id, "id", out var pattern, out var problem))
        {
            return problem;
        }

        var reply = await guard.RunAsync<GetPattern, KnownPattern>(find.HandleAsync, new GetPattern(pattern), cancellationToken);
        return reply.ToResult();
    }
}
