using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Singularity.Api.Packages.Collecting;

internal static class CollectEventsEndpoint
{
    public static void MapCollectEvents(this IEndpointRouteBuilder packages) => packages.MapGet("/collect/{jobId}/events", Handle)
        .WithName("FollowCollect")
        .WithSummary("Server-sent events: the job's status now and after each step, named running, done or failed; ends with the job")
        .Produces<CollectJobStatus>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Handle(string jobId, CollectJobs jobs, CancellationToken cancellationToken) => jobs.Find(jobId) is { } job
        ? TypedResults.ServerSentEvents(EventsAsync(job, cancellationToken))
        : CollectStatusEndpoint.Unknown;

    private static async IAsyncEnumerable<SseItem<CollectJobStatus>> EventsAsync(
        CollectJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var status in job.FollowAsync(cancellationToken))
        {
            yield return new SseItem<CollectJobStatus>(status, status.State);
        }
    }
}
