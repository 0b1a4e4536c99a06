using System.Security.Cryptography;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.NuGet;

public sealed class NuGetClientConfigurationTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeNuGetFeed _first = null!;
    private FakeNuGetFeed _second = null!;

    public async Task InitializeAsync()
    {
        _first = await FakeNuGetFeed.StartAsync();
        _second = await FakeNuGetFeed.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_source_that_has_the_package_answers()
    {
        _second.Publish("Demo", "1.0.0");
        Configure(Sources());
        await using var host = NuGetHost.Create(null, _folder);
        await host.FoundAsync("nuget:demo");
        _first.Web.Count("/reg/demo/index.json").ShouldBe(1);
        (await host.FindAsync("nuget:none")).ShouldBeOfType<UpstreamLookup.Missing>();
    }

    [Fact]
    public async Task A_source_that_is_down_is_not_one_that_lacks_the_package()
    {
        _first.Web.Fault(FakeNuGetFeed.IndexPath, new FakeFault.Status(401));
        Configure(Sources());
        await using var host = NuGetHost.Create(null, _folder);
        var problem = (await host.FindAsync("nuget:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        problem.Message.ShouldContain("credentials");
    }

    [Fact]
    public async Task Disabled_sources_are_not_asked()
    {
        _first.Publish("Demo", "9.0.0");
        _second.Publish("Demo", "1.0.0");
        Configure(Sources() + """<disabledPackageSources><add key="first" value="true" /></disabledPackageSources>""");
        await using var host = NuGetHost.Create(null, _folder);
        (await host.FoundAsync("nuget:demo")).Resolved.ShouldBe("1.0.0");
        _first.Web.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Source_mappings_are_kept()
    {
        _first.Publish("Demo.A", "9.0.0");
        _second.Publish("Demo.A", "1.0.0");
        Configure(Sources() + """
            <packageSourceMapping>
              <packageSource key="second"><package pattern="Demo.*" /></packageSource>
            </packageSourceMapping>
            """);
        await using var host = NuGetHost.Create(null, _folder);
        (await host.FoundAsync("nuget:demo.a")).Resolved.ShouldBe("1.0.0");
        _first.Web.Requests.ShouldBeEmpty();
        (await host.FindAsync("nuget:other")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem.Message.ShouldContain("mapping");
    }

    [Fact]
    public async Task The_setting_wins_over_the_files()
    {
        _first.Publish("Demo", "9.0.0");
        _second.Publish("Demo", "1.0.0");
        Configure(Sources());
        await using var host = NuGetHost.Create(_second.Source, _folder);
        (await host.FoundAsync("nuget:demo")).Resolved.ShouldBe("1.0.0");
        _first.Web.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Credentials_go_to_their_source_and_nowhere_else()
    {
        var version = _first.Publish("Demo", "1.0.0");
        _second.Publish("Demo", "1.0.0");
        _first.Web.Fault(version.PackagePath, new FakeFault.Redirect(_second.Web.Url + version.PackagePath[1..]));
        Configure(Sources() + """
            <packageSourceCredentials>
              <first><add key="Username" value="me" /><add key="ClearTextPassword" value="secret" /></first>
            </packageSourceCredentials>
            """);
        await using var host = NuGetHost.Create(null, _folder);

        await using var archive = (await host.DownloadAsync("nuget:demo")).ShouldBeOfType<UpstreamArchive.Verified>().Archive;
        _first.Web.Requests.ShouldAllBe(r => r.Headers["Authorization"] == "Basic bWU6c2VjcmV0");
        _second.Web.Requests.ShouldHaveSingleItem().Headers.ContainsKey("Authorization").ShouldBeFalse();
    }

    [Fact]
    public async Task Problems_do_not_tell_credentials()
    {
        Configure($"""<packageSources><clear /><add key="first" value="{_first.Source.Replace("://", "://me:secret@", StringComparison.Ordinal)}" protocolVersion="3" /></packageSources>""");
        _first.Web.Fault(FakeNuGetFeed.IndexPath, new FakeFault.Status(403));
        await using var host = NuGetHost.Create(null, _folder);
        (await host.FindAsync("nuget:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem.Message.ShouldNotContain("secret");
        _first.Web.Requests.ShouldAllBe(r => r.Headers["Authorization"] == "Basic bWU6c2VjcmV0");
    }

    [Theory]
    [InlineData("<packageSources><clear /></packageSources>", "No NuGet source")]
    [InlineData("""<packageSources><clear /><add key="local" value="packages" /></packageSources>""", "protocol version 2")]
    [InlineData("""<packageSources><clear /><add key="old" value="http://127.0.0.1:1/nuget" /></packageSources>""", "protocol version 2")]
    [InlineData("<packageSources><clear", "cannot be read")]
    public async Task A_configuration_without_a_source_that_can_be_asked_is_told(string sections, string told)
    {
        Configure(sections);
        await using var host = NuGetHost.Create(null, _folder);
        var problem = (await host.FindAsync("nuget:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, problem.Message.Contains(told, StringComparison.Ordinal)).ShouldBe((ErrorCodes.Unavailable, true), problem.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_client_installed_verifies_where_the_source_states_no_hash(bool same)
    {
        _first.HasCatalog = false;
        var version = _first.Publish("Demo", "1.0.0");
        var installed = Directory.CreateDirectory(Path.Combine(_folder.Path, "installed", "demo", "1.0.0")).FullName;
        var hash = SHA512.HashData(same ? version.Bytes() : [1, 2, 3]);
        await File.WriteAllTextAsync(Path.Combine(installed, "demo.1.0.0.nupkg.sha512"), Convert.ToBase64String(hash));
        Configure(Sources() + """<config><add key="globalPackagesFolder" value="installed" /></config>""");
        await using var host = NuGetHost.Create(null, _folder);

        var archive = await host.DownloadAsync("nuget:demo");
        if (same)
        {
            await archive.ShouldBeOfType<UpstreamArchive.Verified>().Archive.DisposeAsync();
        }
        else
        {
            archive.ShouldBeOfType<UpstreamArchive.Bad>();
        }
    }

    private string Sources() => $"""
        <packageSources>
          <clear />
          <add key="first" value="{_first.Source}" allowInsecureConnections="true" />
          <add key="second" value="{_second.Source}" allowInsecureConnections="true" />
        </packageSources>
        """;

    private void Configure(string sections) => _folder.Write("nuget.config", $"<configuration>{sections}</configuration>");
}
