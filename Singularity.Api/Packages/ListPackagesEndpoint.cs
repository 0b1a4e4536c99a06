using Singularity.Api.Problems;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class ListPackagesEndpoint
{
    private const int MaxLimit = 500;

    public static void MapListPackages(this IEndpointRouteBuilder packages) => packages.MapGet("/", HandleAsync)
        .WithName("ListPackages")
        .WithSummary("Stored packages whose names start with q, in order; give next as after for the following page")
        .Produces<PackagePage>()
        .ProducesQueryProblems();

    private static async Task<IResult> HandleAsync(
        string? q, string? ecosystem, string? after, int? limit, RegistryClient registry, CancellationToken cancellationToken)
    {
        Ecosystem? only = null;
        if (!string.IsNullOrWhiteSpace(ecosystem))
        {
            if (!PackageAddress.TryReadEcosystem(ecosystem, out var known, out var problem))
            {
                return problem;
            }

            only = known;
        }

        if (limit is < 1 or > MaxLimit)
        {
            return ServiceProblems.BadRequest($"limit is 1 to {MaxLimit}.");
        }

        if (q?.Length > PackageName.MaxLength || after?.Length > PackageName.MaxLength)
        {
            return ServiceProblems.BadRequest($"q and after have at most {PackageName.MaxLength} characters.");
        }

        var request = new ListPackages(only, string.IsNullOrWhiteSpace(q) ? null : q.Trim(), string.IsNullOrEmpty(after) ? null : after, limit ?? 50);
        var reply = await registry.ListAsync(request, cancellationToken);
        return reply.ToResult();
    }
}
