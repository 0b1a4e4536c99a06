using System.Text;
using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages.Importing;

/// <summary>A lockfile to import.</summary>
/// <param name="FileName">From which its format follows.</param>
/// <param name="Content">Its text.</param>
/// <param name="Format">A format's name, where the file's name does not tell.</param>
internal sealed record ImportRequest(string FileName, string Content, string? Format = null);

internal static class ImportLockfileEndpoint
{
    // What is left of a NATS message of 1 MiB after JSON's escapes; every quote costs a byte more.
    private const int MaxBytes = 640 * 1024;

    public static void MapImportLockfile(this IEndpointRouteBuilder packages) => packages.MapPost("/import", HandleAsync)
        .WithName("ImportLockfile")
        .WithSummary("Collects every package of a lockfile at its exact version")
        .WithDescription("Answers 202 with the address of the job's status; the same address followed by /events streams it.")
        .Produces<ImportStarted>(StatusCodes.Status202Accepted)
        .ProducesServiceProblems(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    private static async Task<IResult> HandleAsync(ImportRequest request, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(request.Content) > MaxBytes)
        {
            return ServiceProblems.Create(
                StatusCodes.Status413PayloadTooLarge, $"content has more than {MaxBytes} bytes. Larger lockfiles go through: ./singularity import PATH", null);
        }

        var reply = await registry.ImportAsync(new ImportPackages(request.FileName, request.Content, request.Format), cancellationToken);
        return reply.ToResult(static started => TypedResults.Accepted($"/api/packages/import/{started.JobId}", started));
    }
}
