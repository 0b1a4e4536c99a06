namespace Singularity.CentralCloud.Promotions;

internal static class PromotionRegistration
{
    /// <summary>Promotes and demotes patterns, and says so to all instances.</summary>
    public static IHostApplicationBuilder AddPromotions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PromotionStore>();
        builder.Services.AddSingleton<PromotionSignal>();
        builder.Services.AddSingleton<PromotePatterns>();
        builder.Services.AddSingleton<PublishPromotions>();
        builder.Services.AddHostedService<PromotionWorker>();
        return builder;
    }
}
