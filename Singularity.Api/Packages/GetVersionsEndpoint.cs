using Singularity.Api.Problems;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

/// <summary>The known versions of a package, newest first.</summary>
internal sealed record PackageVersions(
    Ecosystem Ecosystem,
    string Name,
    IReadOnlyList<PackageVersion> Versions,
    IReadOnlyDictionary<string, string> DistTags,
    ServedBy ServedBy,
    long AgeMs,
    bool Stale);

internal static class GetVersionsEndpoint
{
    public static void MapGetVersions(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}/versions", HandleAsync)
        .WithName("GetVersions")
        .WithSummary("The known versions of a package, newest first")
        .Produces<PackageVersions>()
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(string ecosystem, string name, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, null, out var spec, out var problem))
        {
            return problem;
        }

        var reply = await registry.GetAsync(spec, null, null, cancellationToken);
        return reply.ToResult(static answer => TypedResults.Ok(new PackageVersions(
            answer.Package.Ecosystem,
            answer.Package.Name,
            answer.Package.Versions,
            answer.Package.DistTags,
            answer.ServedBy,
            answer.AgeMs,
            answer.Stale)));
    }
}
