using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.Npm;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

public sealed class NpmConnectionTests : IDisposable
{
    private readonly TemporaryFolder _project = new();
    private readonly X509Certificate2 _certificate = SelfSigned();

    public void Dispose()
    {
        _project.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task Nothing_configured_is_the_machines_own_way()
    {
        (await ReadAsync("registry=https://npm.example")).IsDefault.ShouldBeTrue();
        (await ReadAsync("proxy=null\nca=null\nstrict-ssl=true")).IsDefault.ShouldBeTrue();
    }

    [Theory]
    [InlineData("proxy=http://p.example:8080", "http://p.example:8080/", "http://p.example:8080/")]
    [InlineData("proxy=http://p.example\nhttps-proxy=http://s.example", "http://p.example/", "http://s.example/")]
    [InlineData("https-proxy=s.example:3128", null, "http://s.example:3128/")]
    public async Task Proxies_are_those_of_the_client(string npmrc, string? http, string? https)
    {
        var connection = await ReadAsync(npmrc);
        (connection.HttpProxy?.AbsoluteUri, connection.HttpsProxy?.AbsoluteUri).ShouldBe((http, https));
    }

    [Fact]
    public async Task The_environment_wins_and_false_means_no_proxy()
    {
        (await ReadAsync("https-proxy=http://file.example", ("npm_config_https_proxy", "http://env.example"))).HttpsProxy!.Host.ShouldBe("env.example");
        (await ReadAsync("proxy=false")).UsesProxy.ShouldBeFalse();
    }

    [Theory]
    [InlineData("example.org", "https://example.org/", true)]
    [InlineData(".example.org", "https://npm.example.org/", true)]
    [InlineData("*.example.org,other", "http://npm.example.org/", true)]
    [InlineData("example.org", "https://notexample.org/", false)]
    [InlineData("*", "https://any.example/", true)]
    [InlineData("", "https://any.example/", false)]
    public void Hosts_are_left_out_with_what_is_below_them(string noProxy, string url, bool expected)
    {
        var proxy = new UpstreamProxy(new UpstreamConnection { HttpProxy = new Uri("http://u:p%40@p.example"), HttpsProxy = new Uri("http://u:p%40@p.example"), NoProxy = noProxy });
        proxy.IsBypassed(new Uri(url)).ShouldBe(expected);
        proxy.GetProxy(new Uri(url))?.AbsoluteUri.ShouldBe("http://p.example/");
        proxy.Credentials!.GetCredential(new Uri("http://p.example"), "Basic")!.Password.ShouldBe("p@");
        new UpstreamConnection { HttpProxy = new Uri("http://u:secret@p.example") }.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Requests_go_through_the_proxy_except_where_there_shall_be_none()
    {
        await using var npm = await FakeNpmRegistry.StartAsync();
        npm.Publish("demo", "1.0.0");
        await using var proxy = await FakeWebServer.StartAsync(_ => null);

        (await FindAsync($"registry=http://npm.example/\nproxy={proxy.Url}")).ShouldBeOfType<UpstreamLookup.Missing>();
        proxy.Requests.ShouldHaveSingleItem().Path.ShouldBe("http://npm.example/demo");
        (await FindAsync($"registry={npm.Url}\nproxy={proxy.Url}\nnoproxy=127.0.0.1")).ShouldBeOfType<UpstreamLookup.Found>();
        proxy.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_private_authority_is_trusted_when_it_is_named_and_only_then()
    {
        await using var web = await StartAsync(_certificate);
        var url = web.Urls.Single();
        var pem = _certificate.ExportCertificatePem();
        var file = _project.Write("ca.pem", pem);

        var problem = (await FindAsync($"registry={url}")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        problem.Message.ShouldContain("certificate");
        (await FindAsync($"registry={url}\ncafile={file}")).ShouldBeOfType<UpstreamLookup.Missing>();
        (await FindAsync($"registry={url}\nca=\"{pem.ReplaceLineEndings("\\n")}\"")).ShouldBeOfType<UpstreamLookup.Missing>();
        using var other = SelfSigned();
        (await FindAsync($"registry={url}\nca=\"{other.ExportCertificatePem().ReplaceLineEndings("\\n")}\"")).ShouldBeOfType<UpstreamLookup.Unavailable>();
    }

    [Fact]
    public async Task What_cannot_be_read_leaves_verification_on()
    {
        await using var web = await StartAsync(_certificate);
        _project.Write("no.pem", "no certificate");
        foreach (var setting in new[] { "cafile=/no/such/file", $"cafile={Path.Combine(_project.Path, "no.pem")}", "ca=nonsense", "strict-ssl=" })
        {
            (await FindAsync($"registry={web.Urls.Single()}\n{setting}")).ShouldBeOfType<UpstreamLookup.Unavailable>();
        }
    }

    [Fact]
    public async Task Verification_goes_off_only_when_told_and_with_a_warning()
    {
        await using var web = await StartAsync(_certificate);
        var log = new Warnings();
        (await FindAsync($"registry={web.Urls.Single()}\nstrict-ssl=false", log)).ShouldBeOfType<UpstreamLookup.Missing>();
        log.Messages.ShouldContain(m => m.Contains("verification of certificates off", StringComparison.Ordinal));
    }

    private Task<UpstreamConnection> ReadAsync(string npmrc, params (string Key, string Value)[] variables) => NpmConnection.ReadAsync(
        NpmrcFile.Parse(npmrc, new Dictionary<string, string>()),
        new NpmEnvironment(variables.ToDictionary(v => v.Key, v => v.Value), _project.Path, null), NullLogger.Instance, CancellationToken.None);

    private async Task<UpstreamLookup> FindAsync(string npmrc, ILoggerProvider? log = null)
    {
        _project.Write(".npmrc", npmrc);
        var environment = new NpmEnvironment(new Dictionary<string, string>(), _project.Path, null);
        await using var host = UpstreamHost.Create(Singularity.Contracts.Identity.Ecosystem.Npm, null, builder =>
        {
            builder.Services.AddSingleton(environment);
            builder.Services.AddSingleton<INpmCommand>(new FakeNpmCommand(null));
            if (log is not null)
            {
                builder.Logging.AddProvider(log);
            }
        });
        return await host.FindAsync("demo");
    }

    /// <summary>An https server that has nothing.</summary>
    private static async Task<WebApplication> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private sealed class Warnings : ILoggerProvider, ILogger
    {
        public List<string> Messages { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Messages)
            {
                Messages.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
