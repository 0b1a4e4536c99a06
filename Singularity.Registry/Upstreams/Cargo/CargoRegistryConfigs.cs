using System.Collections.Concurrent;
using System.Text.Json;
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
        var reply = await http.GetAsync(request, body => ReadAsync(body, request, cancellationToken), cancellationToken);
        if (reply is UpstreamReply<CargoRegistryConfig>.Received received)
        {
            _known[registry] = (received.Value, time.GetUtcNow() + Lifetime);
        }

        return reply;
    }

    private static async Task<CargoRegistryConfig> ReadAsync(UpstreamBody body, UpstreamRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, CargoJson.Default.CargoRegistryConfig, cancellationToken) ?? throw new JsonException("The document is null.");
        }
        catch (JsonException exception)
        {
            throw new UpstreamException(
                new UpstreamProblem(
                    ErrorCodes.BadUpstream,
                    $"{request.RegistryName} answered something else than {request.What} (content type {body.ContentType ?? "unknown"}). "
                    + "Check that it is the address of a sparse index, and whether a proxy or a login page answers in its place."),
                mayPass: false,
                exception);
        }
    }
}
