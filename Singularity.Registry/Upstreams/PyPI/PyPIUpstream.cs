using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Versions;
using Singularity.Registry.Versions.PyPI;

namespace Singularity.Registry.Upstreams.PyPI;

/// <summary>
/// The Python package index, public or private, as this machine's pip is configured to use it. The JSON API is asked first, since it alone has the
/// facts; a mirror without one is asked by the Simple API, and the facts come from the archive.
/// </summary>
internal sealed class PyPIUpstream(
    UpstreamHttp http, ArchiveDownload download, PyPIClientConfiguration configuration, IOptions<UpstreamOptions> options,
    IOptionsMonitor<PyPIOptions> own, TimeProvider time)
    : IPackageUpstream
{
    public Ecosystem Ecosystem => Ecosystem.PyPI;

    public IVersionRules Versions => PyPIVersionRules.Instance;

    public async Task<UpstreamLookup> FindAsync(
        PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var indexes = await configuration.FindAsync(cancellationToken);
        foreach (var index in indexes)
        {
            switch (await AskAsync(index, spec, etag, progress, cancellationToken))
            {
                case UpstreamReply<PyPIProject>.Received received:
                    return await FoundAsync(spec, index, received.Value, received.ETag, cancellationToken);
                case UpstreamReply<PyPIProject>.NotModified:
                    return new UpstreamLookup.NotModified();
                case UpstreamReply<PyPIProject>.Failed failed:
                    // Going on could find another's package of this name: an index that is down must not look like one that does not have it.
                    return new UpstreamLookup.Unavailable(failed.Problem);
                default:
                    continue;
            }
        }

        var asked = string.Join(", ", indexes.Select(static i => UpstreamUrl.Display(i.Simple)));
        return new UpstreamLookup.Missing(
            MissingPart.Package, $"{asked} has no package {spec.Name}. Check the spelling, and that this is the index that has it.", []);
    }

    public async Task<UpstreamArchive> DownloadAsync(
        UpstreamPackage package, ArchiveSource source, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var indexes = await configuration.FindAsync(cancellationToken);
        var index = indexes.FirstOrDefault(i => UpstreamUrl.SameOrigin(i.Simple, source.Url)) ?? indexes[0];
        // Files mostly stand on a host of their own, which is then the one that messages and pauses concern.
        var host = UpstreamUrl.SameOrigin(index.Simple, source.Url) ? index.Simple : new Uri(source.Url, "/");
        var request = Request(index, source.Url, $"the archive of pypi:{package.Record.Name}@{package.Record.Version}", "*/*") with { Registry = host };
        return await download.GetAsync(request, source, progress, cancellationToken);
    }

    private async Task<UpstreamReply<PyPIProject>> AskAsync(
        PyPIIndex index, PackageSpec spec, string? etag, IProgress<UpstreamProgress>? progress, CancellationToken cancellationToken)
    {
        var what = $"the metadata of pypi:{spec.Name}";
        if (index.JsonOf(spec.Name) is { } json)
        {
            var request = Request(index, json, what, "application/json") with { ETag = etag, Progress = Report };
            var reply = await http.GetAsync(request, body => PyPIReader.ReadJsonAsync(body, request, cancellationToken), cancellationToken);
            if (reply is not UpstreamReply<PyPIProject>.NotFound)
            {
                return reply;
            }
        }

        var simple = Request(index, index.SimpleOf(spec.Name), what, PyPIReader.AcceptSimple) with { ETag = etag, Progress = Report };
        return await http.GetAsync(simple, body => PyPIReader.ReadSimpleAsync(body, spec.Name, simple, cancellationToken), cancellationToken);

        void Report(long done, long? total) => progress?.Report(new UpstreamProgress(UpstreamStages.Resolve, done, total));
    }

    private async Task<UpstreamLookup> FoundAsync(PackageSpec spec, PyPIIndex index, PyPIProject project, string? etag, CancellationToken cancellationToken)
    {
        if (project.Name is { } name && PackageName.Normalize(Ecosystem.PyPI, name, out _) != spec.Name)
        {
            return PyPILookup.Unusable(index, $"answered with the package {PackageName.Display(name)} when asked for {spec.Name}. Check its address.");
        }

        var versions = PyPILookup.Versions(project);
        if (PyPILookup.Resolve(spec, versions) is not { } resolved)
        {
            return PyPILookup.Missing(spec, versions);
        }

        var info = project.Info;
        if (info is not null && info.Version != resolved)
        {
            // The project's document describes its newest version alone.
            switch (await AskVersionAsync(index, spec, resolved, cancellationToken))
            {
                case UpstreamReply<PyPIProject>.Received received:
                    info = received.Value.Info;
                    break;
                case UpstreamReply<PyPIProject>.Failed failed:
                    return new UpstreamLookup.Unavailable(failed.Problem);
                default:
                    info = null;
                    break;
            }
        }

        var now = time.GetUtcNow();
        var record = new PackageRecord
        {
            Ecosystem = Ecosystem.PyPI,
            Name = spec.Name,
            Version = resolved,
            Versions = versions,
            CollectedAt = now,
            ValidatedAt = now,
            ETag = etag,
        };
        return PyPILookup.Found(spec, index, project, record, info, own.CurrentValue.MaxWheelBytes, options.Value.MaxArchiveBytes);
    }

    private Task<UpstreamReply<PyPIProject>> AskVersionAsync(PyPIIndex index, PackageSpec spec, string version, CancellationToken cancellationToken)
    {
        var request = Request(index, index.JsonOf(spec.Name, version)!, $"the metadata of pypi:{spec.Name}@{version}", "application/json");
        return http.GetAsync(request, body => PyPIReader.ReadJsonAsync(body, request, cancellationToken), cancellationToken);
    }

    private UpstreamRequest Request(PyPIIndex index, Uri url, string what, string accept) =>
        new(index.Simple, url, what, accept, options.Value.MaxMetadataBytes, ErrorCodes.BadUpstream) { Authorization = index.AuthorizationFor };
}
