namespace Singularity.Api.Problems;

internal static class ProblemMetadata
{
    /// <summary>Documents the problems that any request to a service can end in.</summary>
    public static RouteHandlerBuilder ProducesServiceProblems(this RouteHandlerBuilder endpoint, params int[] more)
    {
        foreach (var status in more.Concat([400, 404, 429, 502, 503, 504]))
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    /// <summary>Documents the problems of a request that names no package.</summary>
    public static RouteHandlerBuilder ProducesQueryProblems(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(400).ProducesProblem(503).ProducesProblem(504);
}
