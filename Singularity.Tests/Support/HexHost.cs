using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams.Hex;

namespace Singularity.Tests.Support;

/// <summary>An <see cref="UpstreamHost"/> for hex.</summary>
internal static class HexHost
{
    /// <param name="registry">Null configures none, leaving what <paramref name="environment"/> gives.</param>
    public static UpstreamHost Create(
        FakeHexRegistry? registry, TimeProvider? time = null, HexEnvironment? environment = null, params (string Key, string Value)[] settings) =>
        UpstreamHost.Create(Ecosystem.Hex, time, builder =>
        {
            builder.Services.AddSingleton(environment ?? new HexEnvironment(new Dictionary<string, string>(), null));
            builder.Configuration["Upstreams:Hex:Api"] = registry?.Api;
            builder.Configuration["Upstreams:Hex:Repository"] = registry?.Repository;
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }
        });
}
