using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams.PyPI;

namespace Singularity.Tests.Support;

/// <summary>An <see cref="UpstreamHost"/> for PyPI.</summary>
internal static class PyPIHost
{
    public static PyPIEnvironment Nothing { get; } = new(new Dictionary<string, string>(), null, []);

    /// <param name="index">Null configures none, leaving the environment and the files given by <paramref name="environment"/>.</param>
    public static UpstreamHost Create(string? index, PyPIEnvironment? environment = null, params (string Key, string Value)[] settings) =>
        UpstreamHost.Create(Ecosystem.PyPI, null, builder =>
        {
            builder.Services.AddSingleton(environment ?? Nothing);
            builder.Configuration["Upstreams:PyPI:Index"] = index;
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }
        });
}
