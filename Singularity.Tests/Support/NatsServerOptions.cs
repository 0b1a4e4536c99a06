namespace Singularity.Tests.Support;

/// <summary>What a <see cref="NatsServer"/> is started with.</summary>
internal sealed record NatsServerOptions
{
    public string? User { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    public bool JetStream { get; init; }

    /// <summary>PEM files that switch TLS on; the third makes client certificates required.</summary>
    public (string CertFile, string KeyFile, string? ClientCaFile)? Tls { get; init; }

    /// <summary>A whole configuration file in place of all the above; the server gets its port and store beside it, as an AppHost gives them.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Further lines of the configuration file.</summary>
    public string ExtraConfig { get; init; } = "";
}
