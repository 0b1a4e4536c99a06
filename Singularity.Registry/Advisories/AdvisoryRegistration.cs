using Microsoft.Extensions.Options;
using Singularity.Registry.Advisories.Api;
using Singularity.Registry.Messaging;

namespace Singularity.Registry.Advisories;

internal static class AdvisoryRegistration
{
    /// <summary>Advisories on whatever store is registered beside it.</summary>
    public static IHostApplicationBuilder AddAdvisories(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<AdvisoryOptions>, AdvisoryOptionsValidator>();
        services.AddOptions<AdvisoryOptions>().BindConfiguration(AdvisoryOptions.Section).ValidateOnStart();
        services.AddSingleton<OsvApi>().AddSingleton<OsvApiFeed>().AddSingleton<AdvisoryChanges>();
        services.AddSingleton<AdvisoryJoin>().AddSingleton<AdvisoryApplier>().AddSingleton<AdvisoryCheck>();
        services.AddSingleton<PackageEndpoint, AdvisoriesEndpoint>().AddSingleton<PackageEndpoint, LoadAdvisoriesEndpoint>();
        services.AddSingleton<PackageEndpoint, ApplyAdvisoriesEndpoint>();
        return builder;
    }
}
