using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Which root certificates are trusted.</summary>
/// <param name="Roots">Null for those of the operating system.</param>
/// <param name="Client">Those that come with the NuGet client, asked when the others do not know a signer; null for none.</param>
internal sealed record NuGetTrust(X509Certificate2Collection? Roots, NuGetClientRoots? Client = null);

/// <summary>
/// Verifies the signature that a gallery or an author puts into a package, for sources that state no hash, as the client does in its default mode: the
/// signer's certificate must lead to a trusted root, be meant for signing code and have been valid when a trusted authority dated the signature, or else
/// be valid now. Revocation is not asked for: it would make reading a package depend on further servers.
/// </summary>
internal sealed class PackageSignature(NuGetTrust trust, TimeProvider time)
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const string TimestampToken = "1.2.840.113549.1.9.16.2.14";

    private static readonly (string Oid, HashAlgorithmName Name)[] Algorithms =
    [
        ("2.16.840.1.101.3.4.2.1", HashAlgorithmName.SHA256),
        ("2.16.840.1.101.3.4.2.2", HashAlgorithmName.SHA384),
        ("2.16.840.1.101.3.4.2.3", HashAlgorithmName.SHA512),
    ];

    /// <summary>Null when every byte of the package is covered by a trusted signature; otherwise what is wrong, continuing "The archive ...".</summary>
    /// <param name="package">Seekable; left open.</param>
    public string? Problem(Stream package)
    {
        if (SignedZip.Open(package) is not { } zip)
        {
            return "is not signed";
        }

        try
        {
            var cms = new SignedCms();
            cms.Decode(zip.Signature);
            cms.CheckSignature(verifySignatureOnly: true);
            return cms.SignerInfos is not [{ Certificate: { } certificate } signer] ? "is not signed by exactly one signer"
                : Content(cms.ContentInfo.Content) is not { } stated ? "has a signature that names no hash of it"
                : !CryptographicOperations.FixedTimeEquals(zip.HashContent(stated.Algorithm), stated.Hash) ? "is not what was signed: its bytes were altered"
                : Dated(signer, cms.Certificates) is not { } date ? "has a signature whose date is of no trusted authority"
                : !IsTrusted(certificate, cms.Certificates, CodeSigning, date)
                    ? $"is signed by '{PackageName.Display(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}', whom this machine does not trust"
                : null;
        }
        catch (CryptographicException)
        {
            return "has a signature that does not verify";
        }
    }

    /// <summary>The signed text: a version, then the hash in base64 under its algorithm's identifier.</summary>
    private static (HashAlgorithmName Algorithm, byte[] Hash)? Content(byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines is not ["Version:1", var line])
        {
            return null;
        }

        var hash = new byte[64];
        foreach (var (oid, name) in Algorithms)
        {
            if (line.StartsWith($"{oid}-Hash:", StringComparison.Ordinal) && Convert.TryFromBase64String(line[(oid.Length + 6)..], hash, out var written))
            {
                return (name, hash[..written]);
            }
        }

        return null;
    }

    /// <summary>When the signature was made, as far as anybody vouches for it; now for an undated one; null when the one who dated it is not trusted.</summary>
    private DateTimeOffset? Dated(SignerInfo signer, X509Certificate2Collection certificates)
    {
        var attribute = signer.UnsignedAttributes.Cast<CryptographicAttributeObject>().FirstOrDefault(static a => a.Oid.Value == TimestampToken);
        if (attribute is null)
        {
            return time.GetUtcNow();
        }

        return attribute.Values is [var value]
            && Rfc3161TimestampToken.TryDecode(value.RawData, out var token, out _)
            && token.VerifySignatureForSignerInfo(signer, out var authority, certificates)
            && IsTrusted(authority, [.. certificates, .. token.AsSignedCms().Certificates], TimeStamping, token.TokenInfo.Timestamp)
                ? token.TokenInfo.Timestamp
                : null;
    }

    private bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection others, string use, DateTimeOffset at) =>
        LeadsTo(trust.Roots, certificate, others, use, at)
        || ((use == TimeStamping ? trust.Client?.TimeStamping : trust.Client?.CodeSigning) is { } roots && LeadsTo(roots, certificate, others, use, at));

    /// <param name="roots">Null for those of the operating system.</param>
    private static bool LeadsTo(
        X509Certificate2Collection? roots, X509Certificate2 certificate, X509Certificate2Collection others, string use, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        if (roots is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return chain.Build(certificate);
    }
}
