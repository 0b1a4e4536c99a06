using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Gets documents from sources; remembers where a source has its resources.</summary>
internal sealed class NuGetClient(UpstreamHttp http, IOptions<UpstreamOptions> options, TimeProvider time)
{
    /// <summary>As long as the NuGet client itself trusts a service index.</summary>
    private static readonly TimeSpan IndexLifetime = TimeSpan.FromMinutes(40);

    private readonly ConcurrentDictionary<Uri, (NuGetService Service, DateTimeOffset Until)> _services = new();

    public async Task<UpstreamReply<NuGetService>> ServiceOfAsync(NuGetSource source, CancellationToken cancellationToken)
    {
        if (_services.TryGetValue(source.Index, out var known) && known.Until > time.GetUtcNow())
        {
            return new UpstreamReply<NuGetService>.Received(known.Service, ETag: null);
        }

        var request = Request(source, source.Index, "its service index");
        switch (await GetAsync(request, NuGetJson.Default.NuGetServiceIndex, cancellationToken))
        {
            case UpstreamReply<NuGetServiceIndex>.Received received when NuGetService.Read(received.Value) is { } service:
                _services[source.Index] = (service, time.GetUtcNow() + IndexLifetime);
                return new UpstreamReply<NuGetService>.Received(service, ETag: null);
            case UpstreamReply<NuGetServiceIndex>.Failed failed:
                return new UpstreamReply<NuGetService>.Failed(failed.Problem);
            case UpstreamReply<NuGetServiceIndex>.Received:
                return Unusable("names no registrations there, so it is no version 3 source that can be asked");
            default:
                return Unusable("has nothing there");
        }

        UpstreamReply<NuGetService>.Failed Unusable(string problem) => new(new UpstreamProblem(
            ErrorCodes.BadUpstream, $"{request.RegistryName} should be the service index of the NuGet source '{source.Name}', but {problem}. Check the source's address."));
    }

    public UpstreamRequest Request(NuGetSource source, Uri url, string what) =>
        new(source.Index, url, what, "application/json", options.Value.MaxMetadataBytes, ErrorCodes.BadUpstream)
        {
            Authorization = source.AuthorizationFor,
        };

    public Task<UpstreamReply<T>> GetAsync<T>(UpstreamRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        http.GetAsync(request, body => UpstreamJson.ReadAsync(body, request, type, cancellationToken, "the source's address"), cancellationToken);
}
