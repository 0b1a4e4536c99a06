using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages.Importing;

internal static class ImportStatusEndpoint
{
    public static void MapImportStatus(this IEndpointRouteBuilder packages) => packages.MapGet("/import/{jobId}", HandleAsync)
        .WithName("GetImportStatus")
        .WithSummary("Where an import stands, and which packages failed and why")
        .Produces<ImportReport>()
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(string jobId, RegistryClient registry, CancellationToken cancellationToken)
    {
        var reply = await registry.GetImportAsync(jobId, cancellationToken);
        return reply.ToResult();
    }
}
