using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams.NuGet;

namespace Singularity.Tests.Support;

/// <summary>An <see cref="UpstreamHost"/> for NuGet.</summary>
internal static class NuGetHost
{
    /// <param name="source">The setting that wins over nuget.config; null leaves that of <paramref name="folder"/>.</param>
    /// <param name="folder">Where a nuget.config is looked for; it should clear what user and machine have.</param>
    /// <param name="trust">Instead of the operating system's roots.</param>
    public static UpstreamHost Create(
        string? source, TemporaryFolder folder, TimeProvider? time = null, NuGetTrust? trust = null, params (string Key, string Value)[] settings) =>
        UpstreamHost.Create(Ecosystem.NuGet, time, builder =>
        {
            builder.Services.AddSingleton(new NuGetEnvironment(folder.Path));
            if (trust is not null)
            {
                builder.Services.AddSingleton(trust);
            }

            builder.Configuration["Upstreams:NuGet:Source"] = source;
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }
        });
}
