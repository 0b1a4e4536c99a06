using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Packages;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Knowledge;

/// <summary>The registry service with real servers, and hex packages named grove whose functions are told.</summary>
internal sealed class GroveRegistry : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _nats;
    private readonly string _database;
    private readonly (string Key, string Value)[] _settings;
    private FakeNpmRegistry _npm = null!;
    private FakeHexRegistry _hex = null!;
    private RegistryHost? _host;

    private GroveRegistry(string nats, string database, (string Key, string Value)[] settings) => (_nats, _database, _settings) = (nats, database, settings);

    public RegistryHost Host => _host!;

    public FakeNpmRegistry Npm => _npm;

    public string Folder => _folder.Path;

    public static async Task<GroveRegistry> StartAsync(string nats, string database, params (string Key, string Value)[] settings)
    {
        var grove = new GroveRegistry(nats, database, settings) { _npm = await FakeNpmRegistry.StartAsync(), _hex = await FakeHexRegistry.StartAsync() };
        await grove.StartHostAsync();
        return grove;
    }

    public T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Ends the service and starts another one.</summary>
    public async Task RestartAsync()
    {
        await _host!.DisposeAsync();
        await StartHostAsync();
    }

    public async Task CollectAsync(string version, params string[] functions)
    {
        var body = string.Concat(functions.Select(static f => $"  def {f}, do: :ok\n"));
        _hex.Publish(new FakeHexRelease("grove", version) { Files = [("mix.exs", ""), ("lib/grove.ex", $"defmodule Grove do\n{body}end\n")] });
        (await Host.AskAsync<CollectPackage, CollectReport>(Host.Subjects.Collect, new CollectPackage(Ecosystem.Hex, "grove", version, true)))
            .Ok().Package.Version.ShouldBe(version);
    }

    public async Task<Ulid> LearnAsync(string title, string? range, params string[] symbols) => (await Get<LearnPattern>().RunAsync(
        new PatternContent
        {
            Kind = PatternKind.Code,
            Title = title,
            Body = "Water it first.",
            Packages = [new PackageReference { Purl = "pkg:hex/grove", Range = range, Symbols = symbols }],
        },
        CancellationToken.None)).ShouldBeOfType<LearnOutcome.Learned>().Id;

    public async Task<Pattern> ReadAsync(Ulid id) => (await Get<PatternReads>().ReadAsync(id, CancellationToken.None)).ShouldNotBeNull();

    public Task<ServiceReply<PackageAnswer>> GetAsync(string? version, params string[] include) =>
        Host.AskAsync<GetPackage, PackageAnswer>(Host.Subjects.Get, new GetPackage(Ecosystem.Hex, "grove", version, Include: include is [] ? null : include));

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        await _npm.DisposeAsync();
        await _hex.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartHostAsync() => _host = await RegistryHost.StartAsync(
        _nats, _database, _npm, _folder.Path, null, true,
        [("Upstreams:Hex:Api", _hex.Api), ("Upstreams:Hex:Repository", _hex.Repository), .. _settings]);
}
