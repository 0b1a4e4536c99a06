using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.Cargo;

internal static class CargoRegistration
{
    public static IHostApplicationBuilder AddCargoUpstream(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CargoOptions>().Bind(builder.Configuration.GetSection(CargoOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CargoOptions>, CargoOptionsValidator>();
        services.AddSingleton<IValidateOptions<CargoOptions>, CargoIndexValidator>();
        services.TryAddSingleton(_ => CargoEnvironment.OfThisProcess());
        services.AddSingleton<CargoClientConfiguration>();
        services.AddSingleton<CargoRegistryConfigs>();
        services.AddSingleton<CargoApi>();
        services.AddSingleton<IPackageUpstream, CargoUpstream>();
        return builder;
    }
}
