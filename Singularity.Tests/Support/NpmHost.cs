using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams.Npm;

namespace Singularity.Tests.Support;

/// <summary>An <see cref="UpstreamHost"/> for npm.</summary>
internal static class NpmHost
{
    /// <param name="registry">Null configures none, leaving the environment and .npmrc files given by <paramref name="environment"/>.</param>
    public static UpstreamHost Create(
        string? registry, TimeProvider? time = null, NpmEnvironment? environment = null, INpmCommand? npm = null, params (string Key, string Value)[] settings) =>
        UpstreamHost.Create(Ecosystem.Npm, time, builder =>
        {
            var nowhere = Path.Combine(Path.GetTempPath(), "singularity-no-such-folder");
            builder.Services.AddSingleton(environment ?? new NpmEnvironment(new Dictionary<string, string>(), nowhere, null));
            builder.Services.AddSingleton(npm ?? new FakeNpmCommand(null));
            builder.Configuration["Upstreams:Npm:Registry"] = registry;
            foreach (var (key, value) in settings)
            {
                builder.Configuration[key] = value;
            }
        });
}

internal sealed class FakeNpmCommand(string? answer) : INpmCommand
{
    public int Calls { get; private set; }

    public Task<string?> GetRegistryAsync(CancellationToken cancellationToken)
    {
        Calls++;
        return Task.FromResult(answer);
    }
}
