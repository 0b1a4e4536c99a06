using System.Text.Json.Nodes;

namespace NATS.Client.Services.Models;

/// <summary>The answer to <c>$SRV.PING</c>.</summary>
public record PingResponse
{
    public string Type { get; set; } = "io.nats.micro.v1.ping_response";

    public string Name { get; set; } = default!;

    public string Id { get; set; } = default!;

    public string Version { get; set; } = default!;

    public IDictionary<string, string> Metadata { get; set; } = default!;
}

/// <summary>The answer to <c>$SRV.INFO</c>.</summary>
public record InfoResponse
{
    public string Type { get; set; } = "io.nats.micro.v1.info_response";

    public string Name { get; set; } = default!;

    public string Id { get; set; } = default!;

    public string Version { get; set; } = default!;

    public string Description { get; set; } = default!;

    public IDictionary<string, string> Metadata { get; set; } = default!;

    public ICollection<EndpointInfo> Endpoints { get; set; } = default!;
}

public record EndpointInfo
{
    public string Name { get; set; } = default!;

    public string Subject { get; set; } = default!;

    public string QueueGroup { get; set; } = default!;

    public IDictionary<string, string> Metadata { get; set; } = default!;
}

/// <summary>The answer to <c>$SRV.STATS</c>.</summary>
public record StatsResponse
{
    public string Type { get; set; } = "io.nats.micro.v1.stats_response";

    public string Name { get; set; } = default!;

    public string Id { get; set; } = default!;

    public string Version { get; set; } = default!;

    public IDictionary<string, string> Metadata { get; set; } = default!;

    public ICollection<EndpointStats> Endpoints { get; set; } = default!;

    /// <summary>In UTC, as in 2026-01-31T12:00:00.0000000Z.</summary>
    public string Started { get; set; } = default!;
}

public record EndpointStats
{
    public string Name { get; set; } = default!;

    public string Subject { get; set; } = default!;

    public string QueueGroup { get; set; } = default!;

    public long NumRequests { get; set; }

    public long NumErrors { get; set; }

    public string LastError { get; set; } = default!;

    /// <summary>What <see cref="NatsSvcConfig.StatsHandler"/> has to say.</summary>
    public JsonNode Data { get; set; } = default!;

    /// <summary>Nanoseconds, of all requests.</summary>
    public long ProcessingTime { get; set; }

    /// <summary>Nanoseconds.</summary>
    public long AverageProcessingTime { get; set; }
}
