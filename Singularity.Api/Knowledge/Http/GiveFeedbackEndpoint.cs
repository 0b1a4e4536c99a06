using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

/// <summary>At least one of the three is given.</summary>
/// <param name="Success">The pattern was used, and whether it helped.</param>
/// <param name="Correction">What is better said otherwise.</param>
/// <param name="SameAs">Another pattern that says the same; the two become one for good.</param>
internal sealed record FeedbackRequest(bool? Success = null, Corrected? Correction = null, Ulid? SameAs = null);

internal static class GiveFeedbackEndpoint
{
    public static void MapGiveFeedback(this IEndpointRouteBuilder patterns) => patterns.MapPost("/{id}/feedback", HandleAsync)
        .WithName("GiveFeedback")
        .WithSummary("Says that a pattern was used, is better said otherwise, or says the same as another")
        .Produces<KnownPattern>()
        .ProducesPatternProblems(StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> HandleAsync(
        string id, FeedbackRequest request, RatePattern rate, DatabaseGuard guard, CancellationToken cancellationToken)
    {
        if (!PatternAddress.TryRead(id, "id", out var pattern, out var problem))
        {
            return problem;
        }

        var feedback = new GiveFeedback(pattern, request.Success, request.Correction, request.SameAs);
        var reply = await guard.RunAsync<GiveFeedback, KnownPattern>(rate.HandleAsync, feedback, cancellationToken);
        return reply.ToResult();
    }
}
