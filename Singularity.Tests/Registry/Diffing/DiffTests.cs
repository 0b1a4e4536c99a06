using System.Text.Json.Nodes;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Diffing;

[Collection("registry")]
public sealed class DiffTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FakeNpmRegistry _npm = null!;
    private RegistryHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        Publish("1.0.0", "^1.0.0", "export declare function parse(text: string): number;\nexport declare function old(): void;\n", "## 1.0.0\n\n- First.\n");
        Publish("1.1.0", "^2.0.0", "export declare function parse(text: string, radix?: number): number;\n", "## 1.1.0\n\n- Radix.\n\n## 1.0.0\n\n- First.\n");
        _host = await RegistryHost.StartAsync(servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(), _npm, _folder.Path);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Collects_both_versions_and_tells_what_changed_between_them()
    {
        var diff = (await DiffAsync("1.0", null)).Ok();

        (diff.From, diff.To).ShouldBe(("1.0.0", "1.1.0"));
        diff.Api.Removed.ShouldHaveSingleItem().Symbol.ShouldBe("old");
        diff.Api.Changed.ShouldHaveSingleItem().After.ShouldContain("radix?: number");
        diff.Dependencies.Changed.ShouldHaveSingleItem().ShouldBe(new DependencyChange("left", "runtime", "^1.0.0", "^2.0.0"));
        diff.Changelog.ShouldHaveSingleItem().Text.ShouldContain("Radix");
    }

    [Fact]
    public async Task Backwards_the_same_change_log_lies_between()
    {
        var diff = (await DiffAsync("1.1.0", "1.0.0")).Ok();

        diff.Api.Added.ShouldHaveSingleItem().Symbol.ShouldBe("old");
        diff.Changelog.ShouldHaveSingleItem().Version.ShouldBe("1.1.0");
    }

    [Fact]
    public async Task Says_which_version_is_missing()
    {
        var failed = (await DiffAsync("1.0.0", "9")).Failed();

        failed.Code.ShouldBe(ErrorCodes.NotFound);
        failed.Message.ShouldContain("'9'");
        (await DiffAsync("", null)).Failed().Code.ShouldBe(ErrorCodes.BadRequest);
    }

    private Task<ServiceReply<PackageDiff>> DiffAsync(string from, string? to) =>
        _host.AskAsync<DiffPackages, PackageDiff>(_host.Subjects.Diff, new DiffPackages(Ecosystem.Npm, "demo", from, to));

    private void Publish(string version, string left, string declarations, string changelog) => _npm.Publish(
        "demo",
        version,
        ("package.json", new JsonObject
        {
            ["name"] = "demo",
            ["version"] = version,
            ["types"] = "index.d.ts",
            ["dependencies"] = new JsonObject { ["left"] = left },
        }.ToJsonString()),
        ("index.d.ts", declarations),
        ("CHANGELOG.md", changelog));
}
