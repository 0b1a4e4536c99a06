namespace Singularity.Registry.Upstreams;

/// <summary>
/// How an ecosystem's client is told to reach its registry, where that differs from the machine's own way: equal settings share connections.
/// </summary>
internal sealed record UpstreamConnection
{
    /// <summary>The certificates that alone are trusted, as PEM; null trusts what the machine trusts.</summary>
    public string? TrustedCertificates { get; init; }

    /// <summary>False accepts any certificate, which lets anyone on the way read and change what is sent.</summary>
    public bool VerifiesCertificates { get; init; } = true;

    /// <summary>For http addresses; may hold user information.</summary>
    public Uri? HttpProxy { get; init; }

    /// <summary>For https addresses; may hold user information.</summary>
    public Uri? HttpsProxy { get; init; }

    /// <summary>Hosts that are reached without a proxy, with all below them, separated by commas.</summary>
    public string NoProxy { get; init; } = "";

    /// <summary>False uses no proxy at all, not even the machine's.</summary>
    public bool UsesProxy { get; init; } = true;

    public bool IsDefault => this == new UpstreamConnection();

    public override string ToString() => "(connection)";
}
