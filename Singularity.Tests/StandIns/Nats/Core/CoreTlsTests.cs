using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NATS.Client.Core;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed class CoreTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nats-tls-").FullName;
    private readonly X509Certificate2 _authority;

    public CoreTlsTests()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(Yesterday, Yesterday.AddDays(30));
        File.WriteAllText(PathOf("ca.pem"), _authority.ExportCertificatePem());
    }

    private static DateTimeOffset Yesterday => TimeProvider.System.GetUtcNow().AddDays(-1);

    [Fact]
    public async Task The_connection_is_encrypted_when_the_server_requires_it()
    {
        await using var server = await StartAsync(clientCertificates: false);
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = server.Url, TlsOpts = new NatsTlsOpts { CaFile = PathOf("ca.pem") } });
        await using var sub = await nats.SubscribeCoreAsync<int>("tls");
        await nats.PublishAsync("tls", 5);
        (await CoreTest.NextAsync(sub)).Data.ShouldBe(5);
        nats.ServerInfo!.TlsRequired.ShouldBeTrue();

        var disconnected = CoreTest.Signal<bool>();
        nats.ConnectionDisconnected += (_, _) =>
        {
            disconnected.TrySetResult(true);
            return default;
        };
        await server.KillAsync();
        await disconnected.Task.WaitAsync(CoreTest.Patience);
        await server.StartAsync();
        await nats.PublishAsync("tls", 6).AsTask().WaitAsync(CoreTest.Patience);
        (await CoreTest.NextAsync(sub)).Data.ShouldBe(6);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused()
    {
        await using var server = await StartAsync(clientCertificates: false);
        await using var trusting = new NatsConnection(CoreTest.Quick with { Url = server.Url });
        await Should.ThrowAsync<NatsException>(async () => await trusting.ConnectAsync());
        await using var careless = new NatsConnection(
            CoreTest.Quick with { Url = server.Url, TlsOpts = new NatsTlsOpts { InsecureSkipVerify = true } });
        await careless.ConnectAsync();
        await using var never = new NatsConnection(
            CoreTest.Quick with { Url = server.Url, TlsOpts = new NatsTlsOpts { Mode = TlsMode.Disable } });
        await Should.ThrowAsync<NatsException>(async () => await never.ConnectAsync());
    }

    [Fact]
    public async Task The_client_shows_its_certificate_when_the_server_asks()
    {
        await using var server = await StartAsync(clientCertificates: true);
        Issue("client");
        var tls = new NatsTlsOpts { CaFile = PathOf("ca.pem"), CertFile = PathOf("client.pem"), KeyFile = PathOf("client.key") };
        await using var known = new NatsConnection(CoreTest.Quick with { Url = server.Url, TlsOpts = tls });
        await known.PingAsync();
        await using var unknown = new NatsConnection(
            CoreTest.Quick with { Url = server.Url, TlsOpts = tls with { CertFile = null, KeyFile = null } });
        await Should.ThrowAsync<NatsException>(async () => await unknown.ConnectAsync());
    }

    [Fact]
    public async Task Encryption_that_is_required_is_not_done_without()
    {
        await using var server = await NatsServer.StartNewAsync();
        var url = server.Url.Replace("nats://", "tls://", StringComparison.Ordinal);
        await using var nats = new NatsConnection(CoreTest.Quick with { Url = url });
        await Should.ThrowAsync<NatsException>(async () => await nats.ConnectAsync());
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<NatsServer> StartAsync(bool clientCertificates)
    {
        Issue("server");
        return NatsServer.StartNewAsync(new NatsServerOptions
        {
            Tls = (PathOf("server.pem"), PathOf("server.key"), clientCertificates ? PathOf("ca.pem") : null),
        });
    }

    private void Issue(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, Yesterday, Yesterday.AddDays(20), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(PathOf(name + ".pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf(name + ".key"), key.ExportPkcs8PrivateKeyPem());
    }

    private string PathOf(string file) => Path.Combine(_folder, file);
}
