using System.Net.Security;

namespace NATS.Client.Core;

/// <summary>When the connection is encrypted.</summary>
public enum TlsMode
{
    /// <summary><see cref="Require"/> if certificates are set or the scheme is tls, otherwise <see cref="Prefer"/>.</summary>
    Auto,

    /// <summary>Encrypt if the server offers it.</summary>
    Prefer,

    /// <summary>Fail if the server does not offer it.</summary>
    Require,

    /// <summary>Encrypt before the server's greeting.</summary>
    Implicit,

    /// <summary>Never encrypt; fail if the server requires it.</summary>
    Disable,
}

/// <summary>Certificates and checks of an encrypted connection. Files are PEM.</summary>
public sealed record NatsTlsOpts
{
    public static readonly NatsTlsOpts Default = new();

    /// <summary>The client's certificate; needs <see cref="KeyFile"/>.</summary>
    public string? CertFile { get; init; }

    public string? KeyFile { get; init; }

    public string? KeyFilePassword { get; init; }

    /// <summary>Certificates of the authorities to trust instead of the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>Accepts any server certificate. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>Last say over the options of each handshake.</summary>
    public Func<SslClientAuthenticationOptions, ValueTask>? ConfigureClientAuthentication { get; init; }

    public TlsMode Mode { get; init; }

    internal TlsMode EffectiveMode(bool tlsScheme) => Mode switch
    {
        TlsMode.Auto when tlsScheme || CertFile is not null || KeyFile is not null || CaFile is not null
            || ConfigureClientAuthentication is not null => TlsMode.Require,
        TlsMode.Auto => TlsMode.Prefer,
        _ => Mode,
    };
}
