using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.Cargo;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Cargo;

public sealed class CargoClientConfigurationTests : IDisposable
{
    private const string Replaced = "[source.crates-io]\nreplace-with = \"mirror\"\n";
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Nothing_configured_means_crates_io()
    {
        var registry = await FindAsync();
        registry.Index.AbsoluteUri.ShouldBe("https://index.crates.io/");
        registry.Token.ShouldBeNull();
    }

    [Fact]
    public async Task A_replaced_source_is_asked_instead()
    {
        Write("home/config.toml", Replaced + "[source.mirror]\nregistry = \"sparse+https://mirror.example/index/\"\n");
        (await FindAsync()).Index.AbsoluteUri.ShouldBe("https://mirror.example/index/");
    }

    [Fact]
    public async Task Replacements_may_lead_through_others_to_a_declared_registry()
    {
        Write("home/config.toml", Replaced + "[source.mirror]\nreplace-with = \"inner\"\n[registries.inner]\nindex = \"sparse+https://inner.example\"\n");
        (await FindAsync()).Index.AbsoluteUri.ShouldBe("https://inner.example/");
    }

    [Fact]
    public async Task A_project_wins_over_folders_above_and_the_home()
    {
        Write("home/config.toml", Replaced + "[source.mirror]\nregistry = \"sparse+https://home.example/\"\n");
        (await FindAsync()).Index.Host.ShouldBe("home.example");
        Write(".cargo/config.toml", "[source.mirror]\nregistry = \"sparse+https://above.example/\"\n");
        (await FindAsync()).Index.Host.ShouldBe("above.example");
        Write("project/.cargo/config", "[source.mirror]\nregistry = \"sparse+https://project.example/\"\n");
        (await FindAsync()).Index.Host.ShouldBe("project.example");
    }

    [Fact]
    public async Task Our_own_setting_wins()
    {
        Write("home/config.toml", Replaced + "[source.mirror]\nregistry = \"sparse+https://home.example/\"\n");
        (await FindAsync("sparse+https://own.example/index")).Index.AbsoluteUri.ShouldBe("https://own.example/index/");
    }

    [Theory]
    [InlineData("home/credentials.toml", "[registries.mirror]\ntoken = \"s3cret\"\n")]
    [InlineData("home/config.toml", "\n[registries.mirror]\nindex = \"sparse+https://mirror.example/\"\ntoken = \"s3cret\"\n")]
    public async Task A_registry_s_token_goes_to_its_own_origin(string file, string content)
    {
        Write("home/config.toml", Replaced + "[registries.mirror]\nindex = \"sparse+https://mirror.example/\"\n");
        Write(file, file.Contains("config.toml") ? Replaced + content : content);
        var registry = await FindAsync();
        registry.TokenFor(registry.LinesOf("demo")).ShouldBe("s3cret");
        registry.TokenFor(new Uri("https://files.example/demo")).ShouldBeNull();
        registry.TokenFor(new Uri("http://mirror.example/demo")).ShouldBeNull();
        registry.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public void A_registry_that_requires_it_gets_the_token_for_archives_too()
    {
        var registry = new CargoRegistry(new Uri("https://mirror.example/"), "s3cret");
        var config = new CargoRegistryConfig { Downloads = "https://files.example/crates", Api = "https://api.example" };
        registry.TokenFor(new Uri("https://files.example/x"), config).ShouldBeNull();
        config = config with { AuthRequired = true };
        registry.TokenFor(new Uri("https://files.example/x"), config).ShouldBe("s3cret");
        registry.TokenFor(new Uri("https://api.example/x"), config).ShouldBe("s3cret");
        registry.TokenFor(new Uri("https://other.example/x"), config).ShouldBeNull();
    }

    [Fact]
    public async Task The_environment_declares_registries_and_tokens()
    {
        Write("home/config.toml", "[source.crates-io]\nreplace-with = \"my-mirror\"\n");
        var registry = await FindAsync(null, ("CARGO_REGISTRIES_MY_MIRROR_INDEX", "sparse+https://env.example/"), ("CARGO_REGISTRIES_MY_MIRROR_TOKEN", "Bearer abc"));
        registry.Index.Host.ShouldBe("env.example");
        registry.Token.ShouldBe("Bearer abc");
    }

    [Fact]
    public async Task The_bare_token_is_sent_as_it_is()
    {
        await using var server = await FakeCargoRegistry.StartAsync();
        server.Publish("demo", "1.0.0");
        Write("home/config.toml", $"{Replaced}[registries.mirror]\nindex = \"sparse+{server.Index}\"\ntoken = \"a/b+c==\"\n");
        await using var host = CargoHost.Create(null, null, Environment());
        await host.FoundAsync("cargo:demo");
        server.Requests.Select(r => r.Headers.GetValueOrDefault("Authorization")).Distinct().ShouldBe(["a/b+c=="]);
    }

    [Theory]
    [InlineData("[source.mirror]\nreplace-with = \"crates-io\"\n", "in a circle")]
    [InlineData("[source.mirror]\ndirectory = \"vendor\"\n", "'mirror', which has no index to ask")]
    [InlineData("[source.mirror]\nregistry = \"https://git.example/index\"\n", "whose index is not sparse")]
    public async Task A_source_without_a_sparse_index_is_said_and_no_other_is_asked(string source, string expected)
    {
        Write("home/config.toml", Replaced + source);
        (await ProblemAsync()).ShouldSatisfyAllConditions(p => p.Code.ShouldBe(ErrorCodes.Unavailable), p => p.Message.ShouldContain(expected));
    }

    [Fact]
    public async Task Configuration_that_is_no_toml_is_said_by_file_and_line()
    {
        Write("home/config.toml", "[registries.mirror]\ntoken = s3cret\n");
        (await ProblemAsync()).Message.ShouldSatisfyAllConditions(
            m => m.ShouldContain("config.toml is not valid TOML in line 2"), m => m.ShouldNotContain("s3cret"));
    }

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root.Path, path))!);
        _root.Write(path, content);
    }

    private CargoEnvironment Environment(params (string Key, string Value)[] variables)
    {
        var project = Path.Combine(_root.Path, "project");
        Directory.CreateDirectory(project);
        return new CargoEnvironment(
            variables.Append((Key: "CARGO_HOME", Value: Path.Combine(_root.Path, "home"))).ToDictionary(v => v.Key, v => v.Value), project, null);
    }

    private async Task<CargoRegistry> FindAsync(string? own = null, params (string Key, string Value)[] variables)
    {
        await using var host = CargoHost.Create(own, null, Environment(variables));
        var source = await host.Services.GetRequiredService<CargoClientConfiguration>().FindAsync(CancellationToken.None);
        return source.ShouldBeOfType<CargoSource.Sparse>().Registry;
    }

    private async Task<UpstreamProblem> ProblemAsync()
    {
        await using var host = CargoHost.Create(null, null, Environment());
        return (await host.FindAsync("cargo:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>().Problem;
    }
}
