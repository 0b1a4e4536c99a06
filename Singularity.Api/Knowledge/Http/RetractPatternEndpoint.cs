using System.ComponentModel;
using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

internal static class RetractPatternEndpoint
{
    public static void MapRetractPattern(this IEndpointRouteBuilder patterns) => patterns.MapDelete("/{id}", HandleAsync)
        .WithName("RetractPattern")
        .WithSummary("Takes a pattern back for good, with all that it stands for")
        .Produces<PatternsRetracted>()
        .ProducesPatternProblems(StatusCodes.Status404NotFound);

    private static async Task<IResult> HandleAsync(
        string id,
        [Description("Why, for people; at most 1,000 characters.")] string? reason,
        WithdrawPattern withdraw,
        DatabaseGuard guard,
        CancellationToken cancellationToken)
    {
        if (!PatternAddress.TryRead(id, "id", out var pattern, out var problem))
        {
            return problem;
        }

        var request = new Retract(pattern, string.IsNullOrWhiteSpace(reason) ? null : reason);
        var reply = await guard.RunAsync<Retract, PatternsRetracted>(withdraw.HandleAsync, request, cancellationToken);
        return reply.ToResult();
    }
}
