using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Singularity.Registry.Upstreams.NuGet;

namespace Singularity.Tests.Support;

/// <summary>Signs packages as the NuGet client does: the hash of the unsigned archive in a CMS message, stored as its last entry.</summary>
internal sealed class FakeSigner : IDisposable
{
    private readonly X509Certificate2 _certificate;

    /// <param name="use">The extended key usage; code signing is what packages are signed with.</param>
    public FakeSigner(string use = "1.3.6.1.5.5.7.3.3", DateTimeOffset? until = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Demo Signer", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: true));
        _certificate = request.CreateSelfSigned(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), until ?? new DateTimeOffset(2034, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    public NuGetTrust Trust => new([X509CertificateLoader.LoadCertificate(_certificate.RawData)]);

    public string Pem => _certificate.ExportCertificatePem();

    /// <param name="tamper">Changes the archive after its hash was taken.</param>
    public byte[] Sign(IReadOnlyList<FakeZipEntry> entries, Func<IReadOnlyList<FakeZipEntry>, IReadOnlyList<FakeZipEntry>>? tamper = null)
    {
        var hash = Convert.ToBase64String(SHA512.HashData(FakeZip.Write(entries)));
        var cms = new SignedCms(new ContentInfo(Encoding.UTF8.GetBytes($"Version:1\n\n2.16.840.1.101.3.4.2.3-Hash:{hash}\n\n")));
        cms.ComputeSignature(new CmsSigner(SubjectIdentifierType.SubjectKeyIdentifier, _certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        return FakeZip.Write([.. tamper?.Invoke(entries) ?? entries, new FakeZipEntry(".signature.p7s", cms.Encode()) { Method = 0, Flags = 0 }]);
    }

    public void Dispose() => _certificate.Dispose();
}
