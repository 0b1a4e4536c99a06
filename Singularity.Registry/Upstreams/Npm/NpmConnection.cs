using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Singularity.Registry.Upstreams.Npm;

/// <summary>The npm client's settings for certificates and proxies: cafile, ca, strict-ssl, proxy, https-proxy, noproxy.</summary>
internal static class NpmConnection
{
    /// <summary>The certificate authorities of the whole world take a tenth of it.</summary>
    private const int MaxCertificates = 4 * 1024 * 1024;

    /// <param name="settings">Of the .npmrc files.</param>
    /// <param name="environment">Whose npm_config_ variables win over them.</param>
    public static async Task<UpstreamConnection> ReadAsync(
        IReadOnlyDictionary<string, string> settings, NpmEnvironment environment, ILogger logger, CancellationToken cancellationToken)
    {
        var proxy = Setting("proxy");
        var http = ProxyOf(proxy);
        return new UpstreamConnection
        {
            TrustedCertificates = await CertificatesAsync(Setting("cafile"), Setting("ca") ?? Setting("ca[]"), logger, cancellationToken),
            VerifiesCertificates = Setting("strict-ssl") != "false",
            HttpProxy = http,
            HttpsProxy = ProxyOf(Setting("https-proxy")) ?? http,
            NoProxy = Setting("noproxy") ?? "",
            UsesProxy = proxy != "false",
        };

        string? Setting(string name) =>
            (environment.Config(name.Replace('-', '_')) ?? settings.GetValueOrDefault(name)) is { Length: > 0 } value && value != "null" ? value : null;
    }

    private static Uri? ProxyOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && UpstreamUrl.IsWeb(url) ? url
        // Without a scheme it is host and port, as curl has it.
        : text is not null && text != "false" && Uri.TryCreate("http://" + text, UriKind.Absolute, out url) && url.Host.Contains('.') ? url
        : null;

    /// <summary>What cannot be used is left out, with a warning: then the machine's own authorities are trusted, never all.</summary>
    private static async Task<string?> CertificatesAsync(string? path, string? pem, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            if (path is not null)
            {
                pem = new FileInfo(path) is { Exists: true, Length: <= MaxCertificates }
                    ? await File.ReadAllTextAsync(path, cancellationToken)
                    : throw new IOException($"The file does not exist or has more than {MaxCertificates} bytes.");
            }

            // On one line of .npmrc line ends are written as \n.
            pem = pem?.Replace("\\n", "\n", StringComparison.Ordinal);
            if (pem is not null)
            {
                EnsureCertificates(pem);
            }

            return pem;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            UpstreamLog.ConfigurationUnreadable(logger, path ?? "ca of .npmrc", exception);
            return null;
        }
    }

    private static void EnsureCertificates(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }

        if (certificates.Count == 0)
        {
            throw new CryptographicException("It holds no certificate in PEM form.");
        }
    }
}
