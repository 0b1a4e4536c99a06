using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Singularity.Registry.Upstreams.PyPI;

internal static class PyPIRegistration
{
    public static IHostApplicationBuilder AddPyPIUpstream(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<PyPIOptions>().Bind(builder.Configuration.GetSection(PyPIOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PyPIOptions>, PyPIOptionsValidator>();
        services.TryAddSingleton(_ => PyPIEnvironment.OfThisProcess());
        services.AddSingleton<PyPIClientConfiguration>();
        services.AddSingleton<IPackageUpstream, PyPIUpstream>();
        return builder;
    }
}
