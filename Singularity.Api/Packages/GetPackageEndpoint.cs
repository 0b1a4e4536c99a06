using System.Globalization;
using Microsoft.Net.Http.Headers;
using Singularity.Api.Problems;
using Singularity.Contracts.Packages;

namespace Singularity.Api.Packages;

internal static class GetPackageEndpoint
{
    public static void MapGetPackage(this IEndpointRouteBuilder packages) => packages.MapGet("/{ecosystem}/{name}", HandleAsync)
        .WithName("GetPackage")
        .WithSummary("One package, from the nearest tier that knows it")
        .WithDescription("A scoped name is written @scope%2Fname or @scope/name. version: exact, prefix, range or tag. maxAge: seconds.")
        .Produces<PackageAnswer>()
        .Produces(StatusCodes.Status304NotModified)
        .ProducesServiceProblems();

    private static async Task<IResult> HandleAsync(
        string ecosystem, string name, string? version, int? maxAge, RegistryClient registry, HttpContext context, CancellationToken cancellationToken)
    {
        if (!PackageAddress.TryRead(ecosystem, name, version, out var spec, out var problem))
        {
            return problem;
        }

        if (maxAge < 0)
        {
            return ServiceProblems.BadRequest("maxAge is a number of seconds, 0 or more.");
        }

        var reply = await registry.GetAsync(spec, maxAge, null, cancellationToken);
        return reply.ToResult(answer => Answer(context, answer));
    }

    private static IResult Answer(HttpContext context, PackageAnswer answer)
    {
        var tag = EntityTag.For(answer);
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true, Private = true };
        context.Response.Headers.Age = (answer.AgeMs / 1000).ToString(CultureInfo.InvariantCulture);
        return EntityTag.IsKnown(context.Request, tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(answer);
    }
}
