using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Singularity.Api.Problems;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Packages.Importing;

internal static class ImportEventsEndpoint
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static void MapImportEvents(this IEndpointRouteBuilder packages) => packages.MapGet("/import/{jobId}/events", HandleAsync)
        .WithName("FollowImport")
        .WithSummary("Server-sent events: the import's status now and twice a second as it changes, named running or done; ends with the import")
        .Produces<ImportReport>(StatusCodes.Status200OK, "text/event-stream")
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(string jobId, RegistryClient registry, TimeProvider time, CancellationToken cancellationToken)
    {
        var reply = await registry.GetImportAsync(jobId, cancellationToken);
        return reply.ToResult(first => TypedResults.ServerSentEvents(EventsAsync(first, registry, time, cancellationToken)));
    }

    private static async IAsyncEnumerable<SseItem<ImportReport>> EventsAsync(
        ImportReport first, RegistryClient registry, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var report = first;
        yield return new SseItem<ImportReport>(report, report.State);
        while (report.State == ImportReport.Running)
        {
            await Task.Delay(Pause, time, cancellationToken);

            // The registry being away for a moment is no end of the job.
            if (await registry.GetImportAsync(report.JobId, cancellationToken) is ServiceReply<ImportReport>.Ok { Value: var now }
                && (now.State, now.Held + now.Collected + now.Failed, now.Total) != (report.State, report.Held + report.Collected + report.Failed, report.Total))
            {
                report = now;
                yield return new SseItem<ImportReport>(report, report.State);
            }
        }
    }
}
