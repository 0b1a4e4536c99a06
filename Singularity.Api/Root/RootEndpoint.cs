namespace Singularity.Api.Root;

/// <summary>GET /: where to go from here.</summary>
internal sealed record ApiIndex(string Name, string Version, string OpenApi, string Health, IReadOnlyList<string> Endpoints);

internal static class RootEndpoint
{
    private static readonly ApiIndex Index = new(
        "Singularity",
        typeof(RootEndpoint).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        "/openapi/v1.json",
        "/health",
        [
            "GET /api/packages?q=&ecosystem=&after=&limit=",
            "GET /api/packages/{ecosystem}/{name}?version=&maxAge=",
            "GET /api/packages/{ecosystem}/{name}/snippets?include=api,examples,changelog",
            "GET /api/packages/{ecosystem}/{name}/versions",
            "GET /api/packages/{ecosystem}/{name}/diff?from=&to=",
            "DELETE /api/packages/{ecosystem}/{name}?version=",
            "POST /api/packages/collect",
            "POST /api/packages/import",
            "GET /api/packages/import/{jobId}",
            "GET /api/search?q=&kinds=&mode=",
            "GET /api/stats",
            "POST /api/patterns",
            "GET /api/patterns?q=&mode=&kind=&language=&tag=&limit=",
            "GET /api/patterns/list?state=&after=&limit=",
            "GET /api/patterns/stats",
            "GET /api/patterns/{id}",
            "POST /api/patterns/{id}/feedback",
            "DELETE /api/patterns/{id}?reason=",
        ]);

    public static void MapRoot(this WebApplication app) => app.MapGet("/", static () => TypedResults.Ok(Index)).ExcludeFromDescription();
}
