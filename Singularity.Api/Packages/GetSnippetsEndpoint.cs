using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

/// <summary>The snippets of one version.</summary>
/// <param name="Purl">The package URL with the version that they were cut from.</param>
internal sealed record PackageSnippets(string Purl, string Requested, string Resolved, IReadOnlyList<Snippet> Snippets);

internal static class GetSnippetsEndpoint
{
    public static void MapGetSnippets(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}/snippets", HandleAsync)
        .WithName("GetSnippets")
        .WithSummary("Code cut out of a package's archive; untrusted text of its publisher")
        .Produces<PackageSnippets>()
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? version, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, version, out var spec, out var problem))
        {
            return problem;
        }

        var reply = await registry.GetAsync(spec, null, true, cancellationToken);
        return reply.ToResult(static answer =>
            TypedResults.Ok(new PackageSnippets(answer.Package.Purl, answer.Requested, answer.Resolved, answer.Snippets ?? [])));
    }
}
