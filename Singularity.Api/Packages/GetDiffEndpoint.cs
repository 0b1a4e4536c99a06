using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class GetDiffEndpoint
{
    public static void MapGetDiff(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}/diff", HandleAsync)
        .WithName("DiffPackage")
        .WithSummary("What changed between two versions: public API, dependencies, change log")
        .WithDescription("from and to: exact, prefix, range or tag; without to, the newest stable version. Versions that are not stored are collected first.")
        .Produces<PackageDiff>()
        .ProducesServiceProblems(StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? from, string? to, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, to, out var spec, out var problem))
        {
            return problem;
        }

        if (string.IsNullOrWhiteSpace(from))
        {
            return ServiceProblems.BadRequest("from is missing: name the version to compare with.");
        }

        var reply = await registry.DiffAsync(new DiffPackages(spec.Ecosystem, spec.Name, from, spec.Version), cancellationToken);
        return reply.ToResult();
    }
}
