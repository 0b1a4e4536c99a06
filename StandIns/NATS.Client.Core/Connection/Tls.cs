using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace NATS.Client.Core;

/// <summary>Encrypts a connection as <see cref="NatsTlsOpts"/> says.</summary>
internal static class Tls
{
    public static async Task<SslStream> AuthenticateAsync(Stream stream, NatsTlsOpts opts, string host, CancellationToken cancellationToken)
    {
        var ssl = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await ssl.AuthenticateAsClientAsync(await OptionsAsync(opts, host).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return ssl;
        }
        catch
        {
            await ssl.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async ValueTask<SslClientAuthenticationOptions> OptionsAsync(NatsTlsOpts opts, string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (opts.CertFile is null != opts.KeyFile is null)
            throw new ArgumentException("NatsTlsOpts.CertFile and NatsTlsOpts.KeyFile must both be set", nameof(opts));
        if (opts is { CertFile: { } certFile, KeyFile: { } keyFile })
            options.ClientCertificates = [LoadClientCertificate(certFile, keyFile, opts.KeyFilePassword)];
        if (opts.CaFile is { } caFile)
            options.CertificateChainPolicy = TrustOnly(caFile);
#pragma warning disable CA5359 // What the option is for.
        if (opts.InsecureSkipVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        if (opts.ConfigureClientAuthentication is { } configure)
            await configure(options).ConfigureAwait(false);
        return options;
    }

    private static X509Certificate2 LoadClientCertificate(string certFile, string keyFile, string? password)
    {
        using var pem = password is null
            ? X509Certificate2.CreateFromPemFile(certFile, keyFile)
            : X509Certificate2.CreateFromEncryptedPemFile(certFile, password, keyFile);

        // Some platforms cannot sign with a key that exists in memory only.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    private static X509ChainPolicy TrustOnly(string caFile)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}
