using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Singularity.ServiceDefaults.Health;

internal static class HealthEndpoints
{
    /// <summary>Checks with this tag say that the process works, whatever it depends on.</summary>
    public const string LiveTag = "live";

    private const string Ready = "/health";
    private const string Alive = "/alive";

    public static bool Is(PathString path) => path == Ready || path == Alive;

    public static void AddDefaultHealthChecks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks().AddCheck("self", static () => HealthCheckResult.Healthy(), [LiveTag]);
        builder.Services.AddSingleton<IPostConfigureOptions<HealthCheckServiceOptions>, CheckTimeouts>();
        builder.Services.AddSingleton<HealthReporter>();
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet(Ready, (HealthReporter reporter, HttpContext context) => AnswerAsync(context, reporter.ReadyAsync)).ExcludeFromDescription();
        app.MapGet(Alive, (HealthReporter reporter, HttpContext context) => AnswerAsync(context, reporter.AliveAsync)).ExcludeFromDescription();
    }

    private static async Task AnswerAsync(HttpContext context, Func<CancellationToken, Task<HealthAnswer>> check)
    {
        var answer = await check(context.RequestAborted);
        context.Response.StatusCode = answer.Status == HealthAnswer.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(answer, HealthJson.Default.HealthAnswer, null, context.RequestAborted);
    }
}
