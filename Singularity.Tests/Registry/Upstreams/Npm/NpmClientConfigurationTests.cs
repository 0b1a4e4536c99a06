using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.Npm;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

public sealed class NpmClientConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _project = new();
    private readonly TemporaryFolder _home = new();

    public void Dispose()
    {
        _project.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task The_environment_wins_over_project_user_and_client()
    {
        _home.Write(".npmrc", "registry=http://user.example");
        (await FindAsync("demo")).Base.AbsoluteUri.ShouldBe("http://user.example/");
        _project.Write(".npmrc", "registry=http://project.example/npm/");
        (await FindAsync("demo")).Base.AbsoluteUri.ShouldBe("http://project.example/npm/");
        (await FindAsync("demo", ("NPM_CONFIG_REGISTRY", "http://env.example"))).Base.AbsoluteUri.ShouldBe("http://env.example/");
    }

    [Fact]
    public async Task A_scope_has_its_own_registry()
    {
        _project.Write(".npmrc", "registry=http://all.example\n@mine:registry = http://mine.example");
        (await FindAsync("@mine/lib")).PackumentOf("@mine/lib").AbsoluteUri.ShouldBe("http://mine.example/@mine%2Flib");
        (await FindAsync("@other/lib")).Base.Host.ShouldBe("all.example");
    }

    [Theory]
    [InlineData("//npm.example/team/:_authToken=${TOKEN}", "Bearer t0ken")]
    [InlineData("//npm.example/:_auth=dTpw", "Basic dTpw")]
    [InlineData("//npm.example/team/:username=u\n//npm.example/team/:_password=cA==", "Basic dTpw")]
    [InlineData("//npm.example/other/:_authToken=x", null)]
    [InlineData("//other.example/:_authToken=x", null)]
    public async Task Credentials_are_those_of_the_longest_matching_path(string npmrc, string? expected)
    {
        _project.Write(".npmrc", "registry=https://npm.example/team\n" + npmrc);
        var registry = await FindAsync("demo", ("TOKEN", "t0ken"));
        registry.AuthorizationFor(registry.PackumentOf("demo"))?.ToString().ShouldBe(expected);
        registry.AuthorizationFor(new Uri("https://other.example/demo")).ShouldBeNull();
        registry.AuthorizationFor(new Uri("http://npm.example/team/demo")).ShouldBeNull();
        registry.AuthorizationFor(new Uri("https://npm.example:8443/team/demo")).ShouldBeNull();
    }

    [Fact]
    public async Task User_information_becomes_credentials_and_leaves_the_address()
    {
        _project.Write(".npmrc", "registry=https://u:p%40@npm.example");
        var registry = await FindAsync("demo");
        registry.Base.AbsoluteUri.ShouldBe("https://npm.example/");
        registry.AuthorizationFor(registry.Base)!.Parameter.ShouldBe(Convert.ToBase64String("u:p@"u8));
        registry.ToString().ShouldNotContain("p@");
    }

    [Fact]
    public async Task The_client_is_asked_once_a_day_when_nothing_else_says()
    {
        using var data = new TemporaryFolder();
        var clock = new FakeTimeProvider();
        var npm = new FakeNpmCommand("https://client.example/\n");
        await using (var host = Host(npm, clock, ("Upstreams:DataFolder", data.Path)))
        {
            (await FindAsync(host)).Base.Host.ShouldBe("client.example");
            (await FindAsync(host)).Base.Host.ShouldBe("client.example");
        }

        await using var second = Host(npm, clock, ("Upstreams:DataFolder", data.Path));
        await FindAsync(second);
        npm.Calls.ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(25));
        await FindAsync(second);
        npm.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task With_nothing_configured_says_how_to_configure()
    {
        await using var host = Host(new FakeNpmCommand(null), new FakeTimeProvider());
        var problem = (await host.FindAsync("demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        problem.Code.ShouldBe(ErrorCodes.Unavailable);
        problem.Message.ShouldContain("npm_config_registry");
    }

    [Fact]
    public void Reads_comments_quotes_and_variables()
    {
        var parsed = NpmrcFile.Parse("; a\n# b\n\n[section]\nx = \"1\"\ny='2'\nz=${A}-${B}-${B?}-${\nempty=\n=none", new Dictionary<string, string> { ["A"] = "a" });
        parsed.ShouldBe(new Dictionary<string, string> { ["x"] = "1", ["y"] = "2", ["z"] = "a-${B}--${", ["empty"] = "" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://npm.example")]
    public void A_configured_registry_that_is_no_address_stops_the_start(string registry) =>
        new NpmOptionsValidator().Validate(null, new NpmOptions { Registry = registry }).Failed.ShouldBeTrue();

    private UpstreamHost Host(INpmCommand npm, TimeProvider time, params (string, string)[] settings) =>
        NpmHost.Create(null, time, new NpmEnvironment(new Dictionary<string, string>(), _project.Path, _home.Path), npm, settings);

    private async Task<NpmRegistry> FindAsync(string name, params (string Key, string Value)[] variables)
    {
        var environment = new NpmEnvironment(variables.ToDictionary(v => v.Key, v => v.Value), _project.Path, _home.Path);
        await using var host = NpmHost.Create(null, null, environment);
        return await FindAsync(host, name);
    }

    private static async Task<NpmRegistry> FindAsync(UpstreamHost host, string name = "demo") =>
        (await host.Services.GetRequiredService<NpmClientConfiguration>().FindAsync(name, CancellationToken.None)).ShouldNotBeNull();
}
