using System.Collections.Concurrent;
using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>Reads the config.json of indexes, each at most once an hour.</summary>
internal sealed class CargoRegistryConfigs(UpstreamHttp http, TimeProvider time)
{
    private const int MaxBytes = 1024 * 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<CargoRegistry, (CargoRegistryConfig Config, DateTimeOffset Until)> _known = new();

    public async Task<UpstreamReply<CargoRegistryConfig>> FindAsync(CargoRegistry registry, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(registry, out var known) && known.Until > time.GetUtcNow())
        {
            return new UpstreamReply<CargoRegistryConfig>.Received(known.Config, null);
        }

        var request = new UpstreamRequest(registry.Index, registry.ConfigUrl, "its config.json", "application/json", MaxBytes, ErrorCodes.BadUpstream)
        {
            BareToken = url => registry.TokenFor(url),
        };
        var reply = await http.GetAsync(request, body => UpstreamJson.ReadAsync(body, request, CargoJson.Default.CargoRegistryConfig, cancellationToken, "that it is the address of a sparse index"), cancellationToken);
        if (reply is UpstreamReply<CargoRegistryConfig>.Received received)
        {
            _known[registry] = (received.Value, time.GetUtcNow() + Lifetime);
        }

        return reply;
    }
}
