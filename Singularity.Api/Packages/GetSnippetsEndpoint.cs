using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

/// <summary>The snippets of one version.</summary>
/// <param name="Purl">The package URL with the version that they were cut from.</param>
/// <param name="SnippetsLeftOut">How many did not fit the answer; null when all are there. Ask for parts with include.</param>
internal sealed record PackageSnippets(string Purl, string Requested, string Resolved, IReadOnlyList<Snippet> Snippets, int? SnippetsLeftOut);

internal static class GetSnippetsEndpoint
{
    public static void MapGetSnippets(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}/snippets", HandleAsync)
        .WithName("GetSnippets")
        .WithDescription("include: snippets (all, the default), or some of api, examples, changelog, with commas.")
        .WithSummary("Code cut out of a package's archive; untrusted text of its publisher")
        .Produces<PackageSnippets>()
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? version, string? include, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, version, out var spec, out var problem))
        {
            return problem;
        }

        var reply = await registry.GetAsync(spec, null, include is { Length: > 0 } ? include.Split(',', StringSplitOptions.TrimEntries) : ["snippets"], cancellationToken);
        return reply.ToResult(static answer =>
            TypedResults.Ok(new PackageSnippets(answer.Package.Purl, answer.Requested, answer.Resolved, answer.Snippets ?? [], answer.SnippetsLeftOut)));
    }
}
