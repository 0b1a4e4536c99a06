namespace Aspire.NATS.Net;

/// <summary>How a NATS connection is registered.</summary>
public sealed class NatsClientSettings
{
    /// <summary>Default: the connection string of the same name.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Default false.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Default false.</summary>
    public bool DisableTracing { get; set; }
}
