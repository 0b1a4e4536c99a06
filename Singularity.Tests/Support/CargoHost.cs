using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams.Cargo;

namespace Singularity.Tests.Support;

/// <summary>An <see cref="UpstreamHost"/> for cargo.</summary>
internal static class CargoHost
{
    /// <param name="index">Null configures none, leaving the environment and files given by <paramref name="environment"/>.</param>
    public static UpstreamHost Create(
        string? index, TimeProvider? time = null, CargoEnvironment? environment = null, params (string Key, string Value)[] settings) =>
        UpstreamHost.Create(Ecosystem.Cargo, time, builder =>
        {
            var nowhere = Path.Combine(Path.GetTempPath(), "singularity-no-such-folder");
            builder.Services.AddSingleton(environment ?? new CargoEnvironment(new Dictionary<string, string>(), nowhere, null));
            builder.Configuration["Upstreams:Cargo:Index"] = index;
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }
        });
}
