using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Upstreams;

namespace Singularity.Tests.Support;

/// <summary>The upstream and extraction features in a plain host, against a fake registry of one ecosystem.</summary>
internal sealed class UpstreamHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Ecosystem _ecosystem;

    private UpstreamHost(IHost host, Ecosystem ecosystem) => (_host, _ecosystem) = (host, ecosystem);

    public IPackageUpstream Upstream => _host.Services.GetServices<IPackageUpstream>().Single(u => u.Ecosystem == _ecosystem);

    public PackageReader Reader => _host.Services.GetRequiredService<PackageReader>();

    public UpstreamStats Stats => _host.Services.GetRequiredService<UpstreamCounters>().Snapshot();

    public IServiceProvider Services => _host.Services;

    /// <param name="configure">Services that stand before the product's own, such as a client's environment; settings.</param>
    public static UpstreamHost Create(Ecosystem ecosystem, TimeProvider? time, Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Configuration["Upstreams:RetryDelay"] = "00:00:00.001";
        configure(builder);
        builder.AddUpstreams().AddExtraction();
        return new UpstreamHost(builder.Build(), ecosystem);
    }

    public Task<UpstreamLookup> FindAsync(string spec, string? etag = null) =>
        Upstream.FindAsync(PackageSpec.Parse(spec, out _)!, etag, null, CancellationToken.None);

    public async Task<UpstreamPackage> FoundAsync(string spec) => (await FindAsync(spec)).ShouldBeOfType<UpstreamLookup.Found>().Package;

    /// <summary>The first archive.</summary>
    public async Task<UpstreamArchive> DownloadAsync(string spec) => await DownloadAsync(await FoundAsync(spec));

    /// <inheritdoc cref="DownloadAsync(string)"/>
    public Task<UpstreamArchive> DownloadAsync(UpstreamPackage package) =>
        Upstream.DownloadAsync(package, package.Sources[0], null, CancellationToken.None);

    /// <summary>All the way from the name to what would be stored.</summary>
    public async Task<PackageReading> CollectAsync(string spec)
    {
        var package = await FoundAsync(spec);
        var archives = new List<SourceArchive>();
        try
        {
            foreach (var source in package.Sources)
            {
                var download = await Upstream.DownloadAsync(package, source, null, CancellationToken.None);
                archives.Add(new SourceArchive(source, download.ShouldBeOfType<UpstreamArchive.Verified>().Archive));
            }

            return await Reader.ReadAsync(package, archives, null, CancellationToken.None);
        }
        finally
        {
            foreach (var (_, archive) in archives)
            {
                await archive.DisposeAsync();
            }
        }
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
