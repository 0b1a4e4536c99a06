using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.Npm;

namespace Singularity.Tests.Support;

/// <summary>The upstream and extraction features in a plain host, against a fake registry.</summary>
internal sealed class NpmHost : IAsyncDisposable
{
    private readonly IHost _host;

    private NpmHost(IHost host) => _host = host;

    public IPackageUpstream Upstream => _host.Services.GetServices<IPackageUpstream>().Single(u => u.Ecosystem == Ecosystem.Npm);

    public PackageReader Reader => _host.Services.GetRequiredService<PackageReader>();

    public UpstreamStats Stats => _host.Services.GetRequiredService<UpstreamCounters>().Snapshot();

    public IServiceProvider Services => _host.Services;

    /// <param name="registry">Null configures none, leaving the environment and .npmrc files given by <paramref name="environment"/>.</param>
    public static NpmHost Create(
        string? registry, TimeProvider? time = null, NpmEnvironment? environment = null, INpmCommand? npm = null, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var nowhere = Path.Combine(Path.GetTempPath(), "singularity-no-such-folder");
        builder.Services.AddSingleton(environment ?? new NpmEnvironment(new Dictionary<string, string>(), nowhere, null));
        builder.Services.AddSingleton(npm ?? new FakeNpmCommand(null));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Configuration["Upstreams:RetryDelay"] = "00:00:00.001";
        builder.Configuration["Upstreams:Npm:Registry"] = registry;
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.AddUpstreams().AddExtraction();
        return new NpmHost(builder.Build());
    }

    public Task<UpstreamLookup> FindAsync(string spec, string? etag = null) =>
        Upstream.FindAsync(PackageSpec.Parse(spec, out _)!, etag, null, CancellationToken.None);

    public async Task<UpstreamPackage> FoundAsync(string spec) => (await FindAsync(spec)).ShouldBeOfType<UpstreamLookup.Found>().Package;

    public async Task<UpstreamArchive> DownloadAsync(string spec) =>
        await Upstream.DownloadAsync(await FoundAsync(spec), null, CancellationToken.None);

    /// <summary>All the way from the name to what would be stored.</summary>
    public async Task<PackageReading> CollectAsync(string spec)
    {
        var package = await FoundAsync(spec);
        var download = await Upstream.DownloadAsync(package, null, CancellationToken.None);
        await using var archive = download.ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        return await Reader.ReadAsync(package, archive, null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        switch (_host)
        {
            case IAsyncDisposable host:
                await host.DisposeAsync();
                break;
            default:
                _host.Dispose();
                break;
        }
    }
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
