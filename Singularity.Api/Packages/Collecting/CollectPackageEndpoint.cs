using System.Globalization;
using Microsoft.Extensions.Options;
using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages.Collecting;

/// <summary>What to collect.</summary>
/// <param name="Version">Exact, prefix, range or tag; null for the newest stable.</param>
/// <param name="Force">Ask the package registry and read the archive again even when the record is fresh.</param>
internal sealed record CollectRequest(string Ecosystem, string Name, string? Version = null, bool Force = false);

internal static class CollectPackageEndpoint
{
    public static void MapCollectPackage(this IEndpointRouteBuilder packages) => packages.MapPost("/collect", HandleAsync)
        .WithName("CollectPackage")
        .WithSummary("Collects a package from its registry")
        .WithDescription(
            "Answers 200 with the report. With the header Prefer: respond-async, or when it takes long (Prefer: wait=seconds), answers 202 with "
            + "the address of the job's status; the same address followed by /events streams its progress.")
        .Produces<CollectReport>()
        .Produces<CollectJobStatus>(StatusCodes.Status202Accepted)
        .ProducesServiceProblems(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(
        CollectRequest request, CollectJobs jobs, IOptions<ApiOptions> options, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(request.Ecosystem, request.Name, request.Version, out var spec, out var problem))
        {
            return problem;
        }

        if (jobs.Start(spec, request.Force) is not { } job)
        {
            return ServiceProblems.Create(
                StatusCodes.Status429TooManyRequests, "Too many packages are being collected; try again in some seconds.", TimeSpan.FromSeconds(5));
        }

        var wait = Wait(context.Request, options.Value.CollectWait);
        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(job.Reply, Task.Delay(wait, time, cancellationToken));
        }

        if (job.Reply.IsCompleted)
        {
            var reply = await job.Reply;
            return reply.ToResult();
        }

        return TypedResults.Accepted($"/api/packages/collect/{job.Status.JobId}", job.Status);
    }

    /// <summary>RFC 7240: respond-async asks for an answer at once, wait=n for one within n seconds.</summary>
    private static TimeSpan Wait(HttpRequest request, TimeSpan longest)
    {
        foreach (var preference in request.Headers.GetCommaSeparatedValues("Prefer"))
        {
            if (preference.Equals("respond-async", StringComparison.OrdinalIgnoreCase))
            {
                return TimeSpan.Zero;
            }

            if (preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(preference.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                && seconds < longest.TotalSeconds)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return longest;
    }
}
