using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.NuGet;

internal static class NuGetRegistration
{
    public static IHostApplicationBuilder AddNuGetUpstream(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NuGetOptions>().Bind(builder.Configuration.GetSection(NuGetOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NuGetOptions>, NuGetOptionsValidator>();
        services.TryAddSingleton(_ => NuGetEnvironment.OfThisProcess());
        services.TryAddSingleton(new NuGetTrust(null, NuGetClientRoots.OfThisMachine()));
        services.AddSingleton<PackageSignature>();
        services.AddSingleton<NuGetClientConfiguration>().AddSingleton<NuGetClient>();
        services.AddSingleton<NuGetRegistrations>().AddSingleton<NuGetArchives>().AddSingleton<NuGetDownloadCount>();
        services.AddSingleton<IPackageUpstream, NuGetUpstream>();
        return builder;
    }
}
