using System.Text.Json;

namespace Singularity.Api.Problems;

internal static class ProblemsExtensions
{
    public static void AddProblems(this IHostApplicationBuilder builder)
    {
        // Thrown rather than answered with an empty 400, so that the reason reaches the caller in every environment.
        builder.Services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        builder.Services.AddProblemDetails(static options => options.CustomizeProblemDetails = static context =>
        {
            var problem = context.ProblemDetails;
            problem.Title = ServiceProblems.Title(problem.Status ?? context.HttpContext.Response.StatusCode);
            if (context.Exception is BadHttpRequestException exception)
            {
                problem.Detail = Describe(exception);
            }
        });
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = static exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = static context => context.Exception is BadHttpRequestException,
        });
        app.UseStatusCodePages();
    }

    private static string Describe(BadHttpRequestException exception) => exception.InnerException is JsonException { Path: { Length: > 1 } path }
        ? $"{exception.Message.TrimEnd('.')} (at {path})."
        : exception.Message;
}
