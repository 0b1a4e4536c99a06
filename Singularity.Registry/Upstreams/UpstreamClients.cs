using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Singularity.Registry.Upstreams;

/// <summary>HTTP clients for every way to reach a registry. Connections are pooled by settings, so a changed setting takes effect at once.</summary>
internal sealed class UpstreamClients(IHttpClientFactory factory, ILogger<UpstreamClients> logger) : IDisposable
{
    /// <summary>Settings change by hand; more of them mean that something else is wrong, and the oldest pools are worth nothing.</summary>
    private const int MaxPools = 32;

    private readonly ConcurrentDictionary<UpstreamConnection, Lazy<SocketsHttpHandler>> _handlers = new();

    /// <param name="connection">Null for the machine's own way.</param>
    public HttpClient Create(UpstreamConnection? connection)
    {
        if (connection is null || connection.IsDefault)
        {
            return factory.CreateClient(UpstreamHttp.ClientName);
        }

        if (_handlers.Count >= MaxPools)
        {
            // Under way requests keep their handler; it goes when they are done.
            _handlers.Clear();
        }

        var handler = _handlers.GetOrAdd(connection, c => new Lazy<SocketsHttpHandler>(() => CreateHandler(c))).Value;
        using var ordinary = factory.CreateClient(UpstreamHttp.ClientName);
        var client = new HttpClient(handler, disposeHandler: false) { Timeout = ordinary.Timeout };
        foreach (var (name, values) in ordinary.DefaultRequestHeaders)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, values);
        }

        return client;
    }

    public static void Configure(SocketsHttpHandler handler)
    {
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
        handler.ConnectTimeout = TimeSpan.FromSeconds(15);
        // Redirects are followed by hand, so that credentials stay with their origin.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
    }

    public void Dispose()
    {
        foreach (var handler in _handlers.Values.Where(static h => h.IsValueCreated))
        {
            handler.Value.Dispose();
        }
    }

    private SocketsHttpHandler CreateHandler(UpstreamConnection connection)
    {
        var handler = new SocketsHttpHandler { UseProxy = connection.UsesProxy };
        Configure(handler);
        if (connection.HttpProxy is not null || connection.HttpsProxy is not null || connection.NoProxy.Length > 0)
        {
            handler.Proxy = new UpstreamProxy(connection);
        }

        if (!connection.VerifiesCertificates)
        {
            UpstreamLog.CertificatesNotVerified(logger);
#pragma warning disable CA5359 // The user has told the client so, and was warned.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (connection.TrustedCertificates is { } pem)
        {
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = PolicyOf(pem) };
        }

        return handler;
    }

    private static X509ChainPolicy PolicyOf(string pem)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(pem);
        return policy;
    }
}
