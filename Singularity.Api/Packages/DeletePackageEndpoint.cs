using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class DeletePackageEndpoint
{
    public static void MapDeletePackage(this IEndpointRouteBuilder packages) => packages.MapDelete("/{ecosystem}/{name}", HandleAsync)
        .WithName("DeletePackage")
        .WithSummary("Removes a version, or the whole package when no version is given, from every tier")
        .Produces<PackageDeleted>()
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? version, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, version, out var spec, out var problem))
        {
            return problem;
        }

        var reply = await registry.DeleteAsync(spec, cancellationToken);
        return reply.ToResult();
    }
}
