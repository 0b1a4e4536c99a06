using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Singularity.Api.Problems;

namespace Singularity.Api.Limits;

internal static class LimitsExtensions
{
    private const long LongestBody = 1024 * 1024;

    /// <summary>Bodies of 1 MiB at most, and so many requests at once as the options say.</summary>
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestBody;
        });
        builder.Services.AddRateLimiter(static limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(static context =>
            {
                var limit = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.Concurrency;
                return RateLimitPartition.GetConcurrencyLimiter("all", _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = limit });
            });
            limiter.OnRejected = static async (rejected, _) => await ServiceProblems
                .Create(StatusCodes.Status429TooManyRequests, "Too many requests are under way; try again in a second.", TimeSpan.FromSeconds(1))
                .ExecuteAsync(rejected.HttpContext);
        });
    }
}
