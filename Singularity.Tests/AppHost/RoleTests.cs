// The builder that takes their place says the same in more words.
#pragma warning disable CS0618
using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Registry.Linking;
using Singularity.ServiceDefaults.Home;
using Singularity.Tests.Support;

namespace Singularity.Tests.AppHost;

/// <summary>Which resources a machine has by its role, and how its NATS server is started.</summary>
public sealed class RoleTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_machine_that_is_not_linked_gathers_what_it_learns_itself()
    {
        var (resources, nats, _) = await ModelAsync();
        var (developer, _, _) = await ModelAsync("--role", "developer");

        resources.ShouldBe(["nats", "postgres", "singularity", "centralcloud-db", "registry", "centralcloud", "api"], ignoreOrder: true);
        developer.ShouldBe(resources, ignoreOrder: true);
        nats.ShouldContain("--user");
        nats.ShouldNotContain("-c");
    }

    [Fact]
    public async Task A_linked_machine_has_no_CentralCloud_and_is_who_the_authority_says_it_is()
    {
        var folder = Link();
        var (resources, nats, environment) = await ModelAsync();

        resources.ShouldBe(["nats", "postgres", "singularity", "registry", "api"], ignoreOrder: true);
        nats.ShouldBe(["-c", $"{folder}/nats.conf", "-js", "-sd", "/var/lib/nats"]);
        foreach (var service in (string[])["registry", "api"])
        {
            environment[service]["Knowledge__InstanceId"].ShouldBe("laptop-1");
            environment[service]["Knowledge__JetStreamDomain"].ShouldBe("hub");
        }
    }

    [Fact]
    public async Task An_authority_has_CentralCloud_alone_and_accepts_links()
    {
        new AuthorityFolder(SingularityHome.At(_home.Path), null).Initialize("hub", new LinkAddress("127.0.0.1", 7433), null, tls: false);
        var (resources, nats, environment) = await ModelAsync("--role", "authority");

        resources.ShouldBe(["nats", "postgres", "centralcloud-db", "centralcloud"], ignoreOrder: true);
        nats.ShouldBe(["-c", $"{_home.Path}/authority/nats.conf", "-js", "-sd", "/var/lib/nats"]);
        environment["centralcloud"]["CentralCloud__Name"].ShouldBe("hub");
        environment["centralcloud"]["CentralCloud__TellsBus"].ShouldBe("true");
    }

    [Fact]
    public async Task An_authority_on_a_developers_machine_has_everything_and_learns_under_its_own_id()
    {
        new AuthorityFolder(SingularityHome.At(_home.Path), null).Initialize("hub", new LinkAddress("127.0.0.1", 7433), null, tls: false);
        var (resources, nats, environment) = await ModelAsync("--role", "both");

        resources.ShouldBe(["nats", "postgres", "singularity", "centralcloud-db", "registry", "centralcloud", "api"], ignoreOrder: true);
        nats.ShouldBe(["-c", $"{_home.Path}/authority/nats.conf", "-js", "-sd", "/var/lib/nats"]);
        environment["centralcloud"]["CentralCloud__Name"].ShouldBe("hub");
        environment["api"].ShouldNotContainKey("Knowledge__InstanceId");
    }

    [Fact]
    public async Task A_manifest_is_the_same_on_a_linked_machine_unless_a_role_is_asked_for()
    {
        Link();
        string[] publish = ["--publisher", "manifest", "--output-path", Path.Combine(_home.Path, "manifest.json")];

        (await ModelAsync(publish)).Resources.ShouldContain("centralcloud");
        (await ModelAsync([.. publish, "--role", "developer"])).Resources.ShouldNotContain("centralcloud");
    }

    [Theory]
    [InlineData("authority", "", "secret-word, not json", "authority init --name")]
    [InlineData("link", "developer", "{}", "link --authority HOST")]
    public async Task Settings_that_are_damaged_are_named_with_the_remedy_and_nothing_starts(string folder, string role, string content, string remedy)
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, folder));
        var file = _home.Write(Path.Combine(folder, "settings.json"), content);
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Singularity_AppHost).Assembly.Location, "--role", role.Length == 0 ? folder : role])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["SINGULARITY_HOME"] = _home.Path, ["DcpPublisher__RandomizePorts"] = "true" },
        };

        using var appHost = Process.Start(start)!;
        var (output, error) = (appHost.StandardOutput.ReadToEndAsync(), appHost.StandardError.ReadToEndAsync());
        await appHost.WaitForExitAsync();

        appHost.ExitCode.ShouldBe(2, await output);
        (await error).ShouldContain($"{file} cannot be used");
        (await error).ShouldContain(remedy);
        (await error).ShouldNotContain("secret-word");
        (await error).ShouldNotContain("   at ");
    }

    private string Link() => new LinkFolder(SingularityHome.At(_home.Path))
        .Write(new LinkAddress("box.example", 7422), new LinkCredentials("hub", "laptop-1", "laptop-1", "secret", Tls: false)).Folder;

    private async Task<(IReadOnlyList<string> Resources, string[] Nats, Dictionary<string, Dictionary<string, string>> Environment)> ModelAsync(params string[] arguments)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Singularity_AppHost>(
            [$"SINGULARITY_HOME={_home.Path}", "Parameters:nats-password=bus", "Parameters:postgres-password=truth", .. arguments]);
        await using var application = await builder.BuildAsync();
        var model = application.Services.GetRequiredService<DistributedApplicationModel>();
        var environment = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var project in model.Resources.OfType<ProjectResource>())
        {
            environment[project.Name] = await project.GetEnvironmentVariableValuesAsync(DistributedApplicationOperation.Publish);
        }

        var nats = (IResourceWithArgs)model.Resources.Single(static resource => resource.Name == "nats");
        return (
            [.. model.Resources.Where(static resource => resource is not ParameterResource).Select(static resource => resource.Name)],
            await nats.GetArgumentValuesAsync(DistributedApplicationOperation.Publish), environment);
    }
}
