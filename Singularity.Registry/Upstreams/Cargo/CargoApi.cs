using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams.RateLimits;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>
/// Asks a registry's API for what its index does not hold. It is asked once a second at most, as crates.io wants it, and never decides whether a
/// crate can be read: without an answer the archive's own manifest tells the most of it.
/// </summary>
internal sealed class CargoApi(UpstreamHttp http, IOptions<CargoOptions> options, TimeProvider time, ILogger<CargoApi> logger)
{
    /// <summary>Far above the largest real answer.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private long _notBefore;

    /// <returns>Null when there is no API, when it does not know the crate and when it cannot be asked now.</returns>
    public async Task<CargoApiAnswer?> FindAsync(CargoRegistry registry, CargoRegistryConfig config, string name, CancellationToken cancellationToken)
    {
        if (config.ApiUrl is not { } api || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _notBefore))
        {
            return null;
        }

        var request = new UpstreamRequest(
            api, new Uri(api, $"api/v1/crates/{name}"), $"the facts of cargo:{name}", "application/json", MaxBytes, ErrorCodes.BadUpstream)
        {
            BareToken = url => registry.TokenFor(url, config),
            Budget = new RequestBudget(1, TimeSpan.FromSeconds(1), options.Value.ApiPatience),
        };
        switch (await http.GetAsync(request, body => UpstreamJson.ReadAsync(body, request, CargoJson.Default.CargoApiAnswer, cancellationToken), cancellationToken))
        {
            case UpstreamReply<CargoApiAnswer>.Received received:
                return received.Value;
            case UpstreamReply<CargoApiAnswer>.Failed failed:
                if (failed.Problem.Code != ErrorCodes.Busy)
                {
                    // While it is down, every crate would wait for all attempts.
                    Interlocked.Exchange(ref _notBefore, (time.GetUtcNow() + Pause).UtcTicks);
                }

                UpstreamLog.FactsLeftOut(logger, name, failed.Problem.Message);
                return null;
            default:
                return null;
        }
    }
}

/// <summary>The parts of <c>GET /api/v1/crates/{name}</c> that are used.</summary>
internal sealed record CargoApiAnswer
{
    [JsonPropertyName("crate")]
    public CargoApiCrate? Crate { get; init; }

    [JsonPropertyName("versions")]
    public IReadOnlyList<CargoApiVersion?>? Versions { get; init; }
}

internal sealed record CargoApiCrate
{
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    [JsonPropertyName("keywords")]
    public IReadOnlyList<string?>? Keywords { get; init; }

    /// <summary>Slugs.</summary>
    [JsonPropertyName("categories")]
    public IReadOnlyList<string?>? Categories { get; init; }

    [JsonPropertyName("homepage")]
    public string? Homepage { get; init; }

    [JsonPropertyName("repository")]
    public string? Repository { get; init; }

    /// <summary>Of all versions since the first.</summary>
    [JsonPropertyName("downloads")]
    public long? Downloads { get; init; }
}

internal sealed record CargoApiVersion
{
    [JsonPropertyName("num")]
    public string? Number { get; init; }

    [JsonPropertyName("created_at")]
    public string? Created { get; init; }

    [JsonPropertyName("license")]
    public string? License { get; init; }

    /// <summary>Why it was yanked, where its publisher said so.</summary>
    [JsonPropertyName("yank_message")]
    public string? YankMessage { get; init; }
}
