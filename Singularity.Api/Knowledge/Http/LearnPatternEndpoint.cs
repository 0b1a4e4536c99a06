using System.ComponentModel.DataAnnotations;
using Singularity.Api.Knowledge.Learning;
using Singularity.Api.Problems;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Api.Knowledge.Http;

/// <summary>What was learned.</summary>
/// <param name="Content">Required; it may read as null here, so that the answer can name the field.</param>
internal sealed record LearnRequest([property: Required] PatternContent? Content = null);

internal static class LearnPatternEndpoint
{
    public static void MapLearnPattern(this IEndpointRouteBuilder patterns) => patterns.MapPost("/", HandleAsync)
        .WithName("LearnPattern")
        .WithSummary("Learns a pattern, and names those that seem to say the same")
        .WithDescription("Answers 201 for a new pattern, and 200 when a live one has the same content already; nothing is written then.")
        .Produces<PatternLearned>(StatusCodes.Status201Created)
        .Produces<PatternLearned>()
        .ProducesPatternProblems(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> HandleAsync(LearnRequest request, TeachPattern teach, DatabaseGuard guard, CancellationToken cancellationToken)
    {
        var reply = await guard.RunAsync<Learn, PatternLearned>(teach.HandleAsync, new Learn(request.Content!), cancellationToken);
        return reply.ToResult(static learned => learned.IsNew ? TypedResults.Created($"/api/patterns/{learned.Id}", learned) : TypedResults.Ok(learned));
    }
}
