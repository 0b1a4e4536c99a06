using NATS.Client.Core;
using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class GetPackageEndpoint
{
    private const string Patterns = "patterns";

    public static void MapGetPackage(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}", HandleAsync)
        .WithName("GetPackage")
        .WithSummary("One package, from the nearest tier that knows it")
        .WithDescription("A scoped name is written @scope%2Fname or @scope/name. version: exact, prefix, range or tag. maxAge: seconds. include: patterns, for what was learned about the version.")
        .Produces<PackageAnswer>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? version, int? maxAge, string? include, RegistryClient registry, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, version, out var spec, out var problem))
        {
            return problem;
        }

        if (maxAge < 0)
        {
            return ServiceProblems.BadRequest("maxAge is a number of seconds, 0 or more.");
        }

        if (!string.IsNullOrEmpty(include))
        {
            // No entity tag: patterns change while the package does not.
            return include == Patterns
                ? (await registry.GetAsync(spec, maxAge, [Patterns], cancellationToken)).ToResult()
                : ServiceProblems.BadRequest($"include is '{Patterns}' here; code and change log are at …/snippets.");
        }

        var reply = await registry.GetStoredAsync(spec, maxAge, cancellationToken);
        return reply.ToResult(Answer);
    }

    private static IResult Answer(NatsMemoryOwner<byte> bytes)
    {
        if (StoredAnswer.Read(bytes.Span) is { } answer)
        {
            return new StoredAnswerResult(answer, bytes);
        }

        bytes.Dispose();
        return ServiceProblems.Create(
            StatusCodes.Status500InternalServerError, "The registry's answer is not a readable PackageAnswer; do all services run the same version?");
    }
}
