using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Hex;

internal static class HexRegistration
{
    public static IHostApplicationBuilder AddHexUpstream(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<HexOptions>().Bind(builder.Configuration.GetSection(HexOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HexOptions>, HexOptionsValidator>();
        services.AddSingleton<IValidateOptions<HexOptions>, HexAddressValidator>();
        services.TryAddSingleton(_ => HexEnvironment.OfThisProcess());
        services.AddSingleton<HexClientConfiguration>();
        services.AddSingleton<IPackageUpstream, HexUpstream>();
        return builder;
    }
}
