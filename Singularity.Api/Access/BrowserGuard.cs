using Microsoft.Extensions.Options;
using Singularity.Api.Problems;
using Singularity.Contracts.Identity;

namespace Singularity.Api.Access;

/// <summary>
/// Keeps web pages of others out: a page whose host name was made to resolve to this machine (DNS rebinding) sends its own name as Host; a
/// page of another origin sends that Origin, or says cross-site in Sec-Fetch-Site where browsers send no Origin.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, IOptions<ApiOptions> options)
{
    private readonly HashSet<string> _hosts = new(["localhost", "127.0.0.1", "[::1]", .. options.Value.Hosts], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins = new(options.Value.Origins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!_hosts.Contains(request.Host.Host))
        {
            return RefuseAsync(
                context, $"The host name '{PackageName.Display(request.Host.Host)}' is not served here; use localhost, or add the name to Api:Hosts.");
        }

        if (request.Headers.Origin.ToString() is { Length: > 0 } origin)
        {
            var own = $"{request.Scheme}://{request.Host}";
            return string.Equals(origin, own, StringComparison.OrdinalIgnoreCase) || _origins.Contains(origin)
                ? next(context)
                : RefuseAsync(context, $"Pages of '{PackageName.Display(origin)}' may not call this API; its owner can add the origin to Api:Origins.");
        }

        var foreign = request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate";
        return foreign ? RefuseAsync(context, "Pages of other sites may not call this API.") : next(context);
    }

    private static Task RefuseAsync(HttpContext context, string detail) =>
        ServiceProblems.Create(StatusCodes.Status403Forbidden, detail).ExecuteAsync(context);
}
