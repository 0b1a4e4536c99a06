using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Singularity.Registry.Linking;

/// <summary>The certificate with which the authority's server shows who it is.</summary>
/// <param name="Certificate">PEM, with what it is signed by where that is needed.</param>
/// <param name="Key">PEM, not encrypted.</param>
/// <param name="CertificateAuthority">PEM of whom linked machines are to trust; null where their own roots do.</param>
internal sealed record CertificatePair(string Certificate, string Key, string? CertificateAuthority)
{
    private static readonly TimeSpan SelfSignedFor = TimeSpan.FromDays(5 * 365);

    // The clock of another machine may be a little behind.
    private static readonly TimeSpan Lead = TimeSpan.FromDays(1);

    /// <summary>One that vouches for itself: whoever trusts it trusts nothing else with it.</summary>
    /// <param name="hosts">Names and addresses by which other machines reach this one.</param>
    /// <param name="now">Its validity begins a day before.</param>
    public static CertificatePair SelfSigned(IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Singularity authority", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var certificate = request.CreateSelfSigned(now - Lead, now + SelfSignedFor);
        var pem = certificate.ExportCertificatePem() + "\n";
        return new CertificatePair(pem, key.ExportPkcs8PrivateKeyPem() + "\n", pem);
    }

    /// <summary>Null, with a problem for people, when the files do not belong together.</summary>
    public static CertificatePair? Read(string certificateFile, string keyFile, string? certificateAuthorityFile, out string? problem)
    {
        try
        {
            var pair = new CertificatePair(
                File.ReadAllText(certificateFile), File.ReadAllText(keyFile), certificateAuthorityFile is { } file ? File.ReadAllText(file) : null);
            using var both = X509Certificate2.CreateFromPem(pair.Certificate, pair.Key);
            problem = null;
            return pair;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            problem = $"{certificateFile} and {keyFile} are not a certificate and its key in PEM, without a password.";
        }

        return null;
    }
}
