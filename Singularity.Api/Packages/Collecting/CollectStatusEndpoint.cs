using Singularity.Api.Problems;

namespace Singularity.Api.Packages.Collecting;

internal static class CollectStatusEndpoint
{
    public static void MapCollectStatus(this IEndpointRouteBuilder packages) => packages.MapGet("/collect/{jobId}", Handle)
        .WithName("GetCollectStatus")
        .WithSummary("Where a collection stands; kept for an hour after its end")
        .Produces<CollectJobStatus>()
        .ProducesProblem(StatusCodes.Status404NotFound);

    public static RetryableProblem Unknown { get; } =
        ServiceProblems.Create(StatusCodes.Status404NotFound, "No such job is known here: it ended over an hour ago, or another instance started it.");

    private static IResult Handle(string jobId, CollectJobs jobs) => jobs.Find(jobId) is { } job ? TypedResults.Ok(job.Status) : Unknown;
}
