namespace Singularity.Api.Access;

internal static class AccessExtensions
{
    public static void AddAccess(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<ListenGuard>();

    public static void UseAccess(this WebApplication app)
    {
        app.UseMiddleware<BrowserGuard>();
        app.UseMiddleware<KeyGuard>();
    }
}
