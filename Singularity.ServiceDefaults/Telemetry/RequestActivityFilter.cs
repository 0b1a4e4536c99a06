using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Singularity.ServiceDefaults.Health;

namespace Singularity.ServiceDefaults.Telemetry;

/// <summary>
/// ASP.NET Core starts an activity per request but leaves naming and tags to an instrumentation package. This does it, by the semantic
/// conventions of HTTP servers, and keeps health probes out of traces.
/// </summary>
internal sealed class RequestActivityFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static async (context, following) =>
        {
            var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
            if (activity is null)
            {
                await following(context);
                return;
            }

            if (HealthEndpoints.Is(context.Request.Path))
            {
                activity.IsAllDataRequested = false;
                activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }

            Describe(activity, context.Request);
            await following(context);
            Describe(activity, context);
        });
        next(app);
    };

    private static void Describe(Activity activity, HttpRequest request)
    {
        if (activity.IsAllDataRequested)
        {
            activity.DisplayName = request.Method;
            activity.SetTag("http.request.method", request.Method);
            activity.SetTag("url.scheme", request.Scheme);
            activity.SetTag("url.path", request.Path.Value);
            activity.SetTag("server.address", request.Host.Host);
            activity.SetTag("server.port", request.Host.Port);
        }
    }

    private static void Describe(Activity activity, HttpContext context)
    {
        if (activity.IsAllDataRequested)
        {
            var status = context.Response.StatusCode;
            activity.SetTag("http.response.status_code", status);
            if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            {
                activity.SetTag("http.route", route);
                activity.DisplayName = $"{context.Request.Method} {route}";
            }

            if (status >= StatusCodes.Status500InternalServerError)
            {
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }
    }
}
