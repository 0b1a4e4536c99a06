using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Npm;

internal static class NpmRegistration
{
    public static IHostApplicationBuilder AddNpmUpstream(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NpmOptions>().Bind(builder.Configuration.GetSection(NpmOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NpmOptions>, NpmOptionsValidator>();
        services.TryAddSingleton(_ => NpmEnvironment.OfThisProcess());
        services.TryAddSingleton<INpmCommand, NpmCommand>();
        services.AddSingleton<NpmRegistryDiscovery>();
        services.AddSingleton<NpmClientConfiguration>();
        services.AddSingleton<IPackageUpstream, NpmUpstream>();
        return builder;
    }
}
