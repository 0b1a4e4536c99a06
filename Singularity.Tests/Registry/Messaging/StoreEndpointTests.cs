using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Collecting;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Messaging;

[Collection("registry")]
public sealed class StoreEndpointTests(RegistryServers servers) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private FakeNpmRegistry _npm = null!;
    private RegistryHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _host = await RegistryHost.StartAsync(servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(), _npm, _folder);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Stores_a_given_record_and_numbers_each_write()
    {
        var first = (await StoreAsync(Package("given"))).Ok();
        var second = (await StoreAsync(Package("given"))).Ok();

        second.Revision.ShouldBeGreaterThan(first.Revision);
        (await _host.GetAsync("given")).Ok().Package.Description.ShouldBe("Given by another service");
    }

    [Theory]
    [InlineData("no/such/name")]
    [InlineData("")]
    [InlineData(" padded")]
    public async Task Refuses_a_record_whose_name_no_registry_holds(string name) =>
        (await StoreAsync(Package(name))).Failed().Code.ShouldBe(ErrorCodes.BadRequest);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"package\":7}")]
    [InlineData("{\"package\":{\"name\":\"x\"")]
    [InlineData("\u0000\u0001")]
    public async Task Answers_400_to_what_is_no_request(string body)
    {
        foreach (var subject in (string[])[_host.Subjects.Store, _host.Subjects.Get, _host.Subjects.Collect, _host.Subjects.Search, _host.Subjects.Delete])
        {
            (await _host.AskAsync<string, string>(subject, body)).Failed().Code.ShouldBe(ErrorCodes.BadRequest, subject);
        }
    }

    [Fact]
    public async Task Keeps_a_record_within_one_message_and_says_how_many_versions_there_are()
    {
        var versions = Enumerable.Range(0, 10_000).Select(static i => new PackageVersion($"1.0.{10_000 - i}", Noon)).ToArray();
        var large = Package("large") with { Versions = versions, VersionCount = versions.Length, Readme = new string('r', 2 * RecordLimits.Readme) };

        (await StoreAsync(large with { Readme = large.Readme[..RecordLimits.Readme], Versions = versions[..5_000] })).Ok();
        var package = (await _host.GetAsync("large", "1.0.0")).Ok().Package;

        package.VersionCount.ShouldBe(10_000);
        package.Versions.Count.ShouldBe(RecordLimits.Versions);
        RecordLimits.Apply(large).Readme!.Length.ShouldBe(RecordLimits.Readme);
    }

    private Task<ServiceReply<PackageStored>> StoreAsync(PackageRecord package) =>
        _host.AskAsync<CollectedPackage, PackageStored>(_host.Subjects.Store, new CollectedPackage(package, []));

    private static PackageRecord Package(string name) => new()
    {
        Ecosystem = Ecosystem.Npm,
        Name = name,
        Version = "1.0.0",
        Description = "Given by another service",
        CollectedAt = Noon,
        ValidatedAt = Noon,
    };
}
