namespace Singularity.Api.Knowledge.Http;

internal static class PatternProblemMetadata
{
    /// <summary>Documents the problems that any request about patterns can end in.</summary>
    public static RouteHandlerBuilder ProducesPatternProblems(this RouteHandlerBuilder endpoint, params int[] more)
    {
        foreach (var status in more.Concat([StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable]))
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
