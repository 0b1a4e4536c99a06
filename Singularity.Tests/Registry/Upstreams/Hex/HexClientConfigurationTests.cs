using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.Hex;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Hex;

public sealed class HexClientConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Without_configuration_hex_pm_is_meant() =>
        (await FindAsync()).ShouldBe(new HexRegistry(new Uri("https://hex.pm/api/"), new Uri("https://repo.hex.pm/"), null, null));

    [Fact]
    public async Task The_environment_wins_over_the_file()
    {
        Write("{api_url,<<\"https://file.example.org/api/\">>}.\n{api_key,<<\"from-file\">>}.\n{mirror_url,<<\"https://mirror.example.org\">>}.");
        var file = await FindAsync();
        (file.Api.AbsoluteUri, file.ApiKey, file.Repository.AbsoluteUri).ShouldBe(("https://file.example.org/api/", "from-file", "https://mirror.example.org/"));
        var environment = await FindAsync(("HEX_API_URL", "https://env.example.org/api"), ("HEX_API_KEY", "from-env"), ("HEX_MIRROR", "https://env.example.org/repo"));
        (environment.Api.AbsoluteUri, environment.ApiKey, environment.Repository.AbsoluteUri).ShouldBe(
            ("https://env.example.org/api/", "from-env", "https://env.example.org/repo/"));
    }

    [Fact]
    public async Task Our_own_setting_wins_over_both()
    {
        await using var host = Host([("HEX_API_URL", "https://env.example.org/api")], ("Upstreams:Hex:Api", "https://own.example.org/hex"));
        (await FindAsync(host)).Api.AbsoluteUri.ShouldBe("https://own.example.org/hex/");
    }

    [Fact]
    public async Task The_repositorys_key_does_not_go_to_a_mirror_unless_it_is_trusted()
    {
        Write("{'$repos',#{<<\"hexpm\">> => #{auth_key => <<\"repo-key\">>,url => <<\"https://own.example.org/\">>}}}.");
        var own = await FindAsync();
        (own.Repository.AbsoluteUri, own.RepositoryKey).ShouldBe(("https://own.example.org/", "repo-key"));
        (await FindAsync(("HEX_MIRROR_URL", "https://mirror.example.org"))).RepositoryKey.ShouldBeNull();
        (await FindAsync(("HEX_TRUSTED_MIRROR_URL", "https://mirror.example.org"))).RepositoryKey.ShouldBe("repo-key");
    }

    [Fact]
    public async Task Keys_go_to_their_own_origin_only()
    {
        var registry = await FindAsync(("HEX_API_KEY", "api-key"), ("HEX_REPOS_KEY", "repo-key"));
        registry.ApiKeyFor(new Uri("https://hex.pm/api/packages/acorn")).ShouldBe("api-key");
        registry.ApiKeyFor(new Uri("https://repo.hex.pm/x")).ShouldBeNull();
        registry.ApiKeyFor(new Uri("http://hex.pm/api")).ShouldBeNull();
        registry.RepositoryKeyFor(new Uri("https://repo.hex.pm/tarballs/x")).ShouldBe("repo-key");
        registry.RepositoryKeyFor(new Uri("https://hex.pm/")).ShouldBeNull();
        registry.ToString().ShouldNotContain("key");
    }

    [Fact]
    public async Task The_key_is_the_whole_header()
    {
        await using var hex = await FakeHexRegistry.StartAsync();
        hex.Publish(new FakeHexRelease("acorn", "1.0.0"));
        var environment = new HexEnvironment(new Dictionary<string, string> { ["HEX_API_KEY"] = "api-key", ["HEX_REPOS_KEY"] = "repo-key" }, null);
        await using var host = HexHost.Create(hex, environment: environment);
        await using (var archive = (await host.DownloadAsync("hex:acorn")).ShouldBeOfType<UpstreamArchive.Verified>().Archive)
        {
            hex.Requests.Select(r => r.Headers["Authorization"]).ShouldBe(["api-key", "api-key", "repo-key"]);
        }
    }

    [Theory]
    [InlineData("HEX_HOME", "")]
    [InlineData("XDG_CONFIG_HOME", "hex")]
    public async Task The_file_is_found_where_the_client_keeps_it(string variable, string below)
    {
        using var elsewhere = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(elsewhere.Path, below));
        elsewhere.Write(Path.Combine(below, "hex.config"), "{api_url,<<\"https://elsewhere.example.org\">>}.");
        (await FindAsync((variable, elsewhere.Path), ("MIX_XDG", "1"))).Api.Host.ShouldBe("elsewhere.example.org");
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_passed_over()
    {
        Write("{api_url,");
        (await FindAsync()).Api.Host.ShouldBe("hex.pm");
    }

    [Fact]
    public async Task A_wrong_address_is_a_problem_and_not_a_way_to_hex_pm()
    {
        await using var host = Host([("HEX_API_URL", "not an address")]);
        var problem = (await host.FindAsync("hex:acorn")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
        (problem.Code, problem.Message.StartsWith("HEX_API_URL is no absolute", StringComparison.Ordinal)).ShouldBe((ErrorCodes.Unavailable, true));
    }

    private void Write(string config)
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, ".hex"));
        _home.Write(Path.Combine(".hex", "hex.config"), config);
    }

    private UpstreamHost Host((string Name, string Value)[] variables, params (string Key, string Value)[] settings) =>
        HexHost.Create(null, environment: new HexEnvironment(variables.ToDictionary(v => v.Name, v => v.Value), _home.Path), settings: settings);

    private async Task<HexRegistry> FindAsync(params (string Name, string Value)[] variables)
    {
        await using var host = Host(variables);
        return await FindAsync(host);
    }

    private static async Task<HexRegistry> FindAsync(UpstreamHost host) =>
        (await host.Services.GetRequiredService<HexClientConfiguration>().FindAsync(CancellationToken.None)).ShouldBeOfType<HexConfigurationResult.Found>().Registry;
}
