using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Problems;

/// <summary>Problem details: the status is the service's error code, the title its kind, the detail names the thing and the remedy.</summary>
internal static class ServiceProblems
{
    public static RetryableProblem From<T>(ServiceReply<T>.Failed failed) => Create(failed.Code, failed.Message, failed.RetryAfter);

    public static RetryableProblem BadRequest(string detail) => Create(StatusCodes.Status400BadRequest, detail);

    public static RetryableProblem Create(int status, string detail, TimeSpan? retryAfter = null) =>
        new(TypedResults.Problem(detail, null, status, Title(status)), retryAfter);

    public static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not right",
        StatusCodes.Status401Unauthorized => "A key is needed",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status405MethodNotAllowed => "The method does not apply here",
        StatusCodes.Status413PayloadTooLarge => "The request is too large",
        StatusCodes.Status415UnsupportedMediaType => "The request is not JSON",
        StatusCodes.Status422UnprocessableEntity => "The package's archive cannot be used",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status502BadGateway => "The package registry's answer cannot be used",
        StatusCodes.Status503ServiceUnavailable => "A part that is needed is not reachable",
        StatusCodes.Status504GatewayTimeout => "No answer in time",
        _ => "The request failed",
    };
}

/// <summary>A problem with the Retry-After header when it is known.</summary>
internal sealed class RetryableProblem(ProblemHttpResult problem, TimeSpan? retryAfter) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => problem.StatusCode;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } wait)
        {
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return problem.ExecuteAsync(httpContext);
    }
}
