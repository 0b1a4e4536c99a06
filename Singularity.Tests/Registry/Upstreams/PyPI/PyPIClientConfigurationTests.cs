using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.PyPI;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.PyPI;

public sealed class PyPIClientConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _machine = new();

    public void Dispose()
    {
        _home.Dispose();
        _machine.Dispose();
    }

    [Fact]
    public async Task Without_configuration_the_public_index_is_asked()
    {
        var index = (await FindAsync()).ShouldHaveSingleItem();
        index.Simple.AbsoluteUri.ShouldBe("https://pypi.org/simple/");
        index.JsonOf("demo")!.AbsoluteUri.ShouldBe("https://pypi.org/pypi/demo/json");
        index.JsonOf("demo", "1!2.0+x")!.AbsoluteUri.ShouldBe("https://pypi.org/pypi/demo/1%212.0%2Bx/json");
        index.SimpleOf("demo").AbsoluteUri.ShouldBe("https://pypi.org/simple/demo/");
    }

    [Fact]
    public async Task The_environment_wins_over_a_file_of_ones_own_over_user_and_machine()
    {
        _machine.Write("pip.conf", "[global]\nindex-url = http://machine.example/simple");
        (await FindAsync())[0].Simple.Host.ShouldBe("machine.example");
        Directory.CreateDirectory(Path.Combine(_home.Path, ".config", "pip"));
        _home.Write(".config/pip/pip.conf", "[global]\nindex_url: http://user.example/simple\n[list]\nindex-url = http://list.example");
        (await FindAsync())[0].Simple.Host.ShouldBe("user.example");
        var own = ("PIP_CONFIG_FILE", _home.Write("own.conf", "[install]\nindex-url = http://install.example\n[global]\nindex-url = http://own.example"));
        (await FindAsync(own))[0].Simple.Host.ShouldBe("install.example");
        (await FindAsync(own, ("PIP_INDEX_URL", "http://env.example/simple")))[0].Simple.Host.ShouldBe("env.example");
        (await FindAsync(("PIP_CONFIG_FILE", "/dev/null")))[0].Simple.Host.ShouldBe("pypi.org");
    }

    [Fact]
    public async Task Further_indexes_are_asked_after_the_first_which_must_not_be_down()
    {
        await using var first = await FakePyPI.StartAsync();
        await using var second = await FakePyPI.StartAsync(FakePyPIApi.SimpleHtml);
        second.Publish("demo", "1.0", null, FakePyPIFile.Source("demo", "1.0"));
        _machine.Write("pip.conf", $"[global]\nindex-url = {first.Index}\nextra-index-url =\n    # the team's\n    {second.Index}\n");
        await using var host = PyPIHost.Create(null, Environment());
        (await host.FoundAsync("pypi:demo")).Resolved.ShouldBe("1.0");
        first.Web.Fault("/pypi/demo/json", new FakeFault.Status(403));
        (await host.FindAsync("pypi:demo")).ShouldBeOfType<UpstreamLookup.Unavailable>();
    }

    [Fact]
    public async Task User_information_becomes_credentials_for_its_own_origin_and_leaves_the_address()
    {
        var index = (await FindAsync(("PIP_INDEX_URL", "https://u:p%40@py.example/simple/")))[0];
        index.Simple.AbsoluteUri.ShouldBe("https://py.example/simple/");
        index.AuthorizationFor(index.SimpleOf("demo"))!.Parameter.ShouldBe(Convert.ToBase64String("u:p@"u8));
        index.AuthorizationFor(new Uri("https://files.example/x")).ShouldBeNull();
        index.AuthorizationFor(new Uri("http://py.example/x")).ShouldBeNull();
        index.ToString().ShouldNotContain("p@");
    }

    [Fact]
    public async Task Netrc_gives_credentials_to_the_hosts_that_it_names()
    {
        _home.Write(".netrc", "# team\nmachine py.example\n  login me\n  password s3cret\nmacdef init\nmachine evil.example login x password y\n\ndefault login a password b\n");
        var index = (await FindAsync(("PIP_INDEX_URL", "https://py.example/simple")))[0];
        Encoding.UTF8.GetString(Convert.FromBase64String(index.AuthorizationFor(index.SimpleOf("demo"))!.Parameter!)).ShouldBe("me:s3cret");
        index.AuthorizationFor(new Uri("http://py.example/simple/demo/")).ShouldBeNull();
        index.AuthorizationFor(new Uri("https://evil.example/")).ShouldBeNull();
        index.AuthorizationFor(new Uri("https://other.example/")).ShouldBeNull();
    }

    [Theory]
    [InlineData("[global")]
    [InlineData("index-url = http://no-section.example")]
    [InlineData("[global]\n = x\n\tcontinued\nindex-url")]
    public async Task Broken_files_are_no_configuration(string text)
    {
        _machine.Write("pip.conf", text);
        (await FindAsync())[0].Simple.Host.ShouldBe("pypi.org");
    }

    private PyPIEnvironment Environment(params (string Key, string Value)[] variables) =>
        new(variables.ToDictionary(v => v.Key, v => v.Value), _home.Path, [Path.Combine(_machine.Path, "pip.conf")]);

    private async Task<IReadOnlyList<PyPIIndex>> FindAsync(params (string Key, string Value)[] variables)
    {
        await using var host = PyPIHost.Create(null, Environment(variables));
        return await host.Services.GetRequiredService<PyPIClientConfiguration>().FindAsync(CancellationToken.None);
    }
}
