using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>All versions that a source's registration of a package lists, whether its pages are inlined or documents of their own.</summary>
internal sealed class NuGetRegistrations(NuGetClient client)
{
    /// <summary>Pages hold 64 versions; no package comes near this many.</summary>
    private const int MaxPages = 256;

    private const int PagesAtOnce = 4;

    public async Task<UpstreamReply<IReadOnlyList<NuGetEntry>>> GetAsync(NuGetSource source, UpstreamRequest request, CancellationToken cancellationToken)
    {
        switch (await client.GetAsync(request, NuGetJson.Default.NuGetRegistrationIndex, cancellationToken))
        {
            case UpstreamReply<NuGetRegistrationIndex>.NotModified:
                return new UpstreamReply<IReadOnlyList<NuGetEntry>>.NotModified();
            case UpstreamReply<NuGetRegistrationIndex>.Failed failed:
                return new UpstreamReply<IReadOnlyList<NuGetEntry>>.Failed(failed.Problem);
            case UpstreamReply<NuGetRegistrationIndex>.Received { Value.Items: { Count: > 0 } pages } received:
                var problem = pages.Count > MaxPages ? Bad(request, $"in {pages.Count} pages; at most {MaxPages} are read") : null;
                var read = new IReadOnlyList<NuGetRegistrationLeaf>[pages.Count];
                problem ??= await ReadPagesAsync(source, request, pages, read, cancellationToken);
                return problem is null
                    ? new UpstreamReply<IReadOnlyList<NuGetEntry>>.Received([.. read.SelectMany(static p => p).Select(NuGetEntry.Read).OfType<NuGetEntry>()], received.ETag)
                    : new UpstreamReply<IReadOnlyList<NuGetEntry>>.Failed(problem);
            default:
                return new UpstreamReply<IReadOnlyList<NuGetEntry>>.NotFound();
        }
    }

    private async Task<UpstreamProblem?> ReadPagesAsync(
        NuGetSource source, UpstreamRequest request, IReadOnlyList<NuGetRegistrationPage> pages, IReadOnlyList<NuGetRegistrationLeaf>[] read, CancellationToken cancellationToken)
    {
        UpstreamProblem? problem = null;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = PagesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, pages.Count, parallel, async (i, token) =>
        {
            if (problem is not null || pages[i].Items is { } inlined && (read[i] = inlined) is not null)
            {
                return;
            }

            if (!Uri.TryCreate(pages[i].Id, UriKind.Absolute, out var url) || !UpstreamUrl.IsWeb(url))
            {
                problem = Bad(request, "with a page that has neither versions nor an address");
                return;
            }

            var page = request with { Url = UpstreamUrl.WithoutUserInfo(url), What = $"page {i + 1} of {pages.Count} of {request.What}", ETag = null };
            switch (await client.GetAsync(page, NuGetJson.Default.NuGetRegistrationPage, token))
            {
                case UpstreamReply<NuGetRegistrationPage>.Received { Value.Items: { } items }:
                    read[i] = items;
                    break;
                case UpstreamReply<NuGetRegistrationPage>.Failed failed:
                    problem = failed.Problem;
                    break;
                default:
                    problem = Bad(request, $"without its page {i + 1} of {pages.Count}");
                    break;
            }
        });
        return problem;
    }

    private static UpstreamProblem Bad(UpstreamRequest request, string how) =>
        new(ErrorCodes.BadUpstream, $"{request.RegistryName} answered {request.What} {how}. Try again later, or use another source.");
}
