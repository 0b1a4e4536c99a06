using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Cli;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Postgres;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Registry.Search.Index;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Search.Postgres.Loading;

[Collection("registry")]
public sealed class IndexLoadTests(RegistryServers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("registry-").FullName;
    private FakeNpmRegistry _npm = null!;
    private RegistryHost _host = null!;

    public async Task InitializeAsync()
    {
        _npm = await FakeNpmRegistry.StartAsync();
        _host = await RegistryHost.StartAsync(
            servers.Nats.Url, await servers.Postgres.CreateDatabaseAsync(), _npm, _folder, settings: ("Search:Indexing:Interval", "00:00:00.050"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _npm.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_loaded_list_is_found_every_way_and_forgotten_when_it_is_cleared()
    {
        var file = Path.Combine(_folder, "list.tsv.gz");
        await using (var writer = new StreamWriter(new GZipStream(File.Create(file), CompressionMode.Compress)))
        {
            await writer.WriteAsync("name\tversion\tdownloads\tsummary\n");
            foreach (var package in NeedSample.Packages)
            {
                await writer.WriteAsync($"{package.Name}\t3.2.1\t{package.Downloads}\t{package.Summary}\n");
            }
        }

        var report = (await LoadAsync(file)).Ok();
        report.Rows.ShouldBe(NeedSample.Packages.Count);
        report.Written.ShouldBe(NeedSample.Packages.Count);
        report.Notice.ShouldBeNull();
        (await FirstAsync("watch the filesystem")).Purl.ShouldBe("pkg:npm/lookout@3.2.1");
        (await FirstAsync("watch the filesystem")).Why!.Semantic.ShouldBeGreaterThan(0);

        (await LoadAsync(file)).Ok().Written.ShouldBe(0);
        (await _host.AskAsync<ClearIndex, IndexCleared>(_host.Subjects.IndexClear, new ClearIndex())).Ok().Removed.ShouldBe(NeedSample.Packages.Count);
        (await _host.AskAsync<GetIndexState, SearchIndexState>(_host.Subjects.IndexState, new GetIndexState())).Ok().Documents.ShouldBe(0);
    }

    [Fact]
    public async Task A_malformed_line_is_named_and_what_stood_before_it_in_its_part_is_not_stored()
    {
        var file = Path.Combine(_folder, "list.tsv");
        await File.WriteAllTextAsync(file, "good\t1.0.0\t5\tFine\nbad\t1.0.0\tfive\tNot fine\n");
        var problem = await Should.ThrowAsync<InvalidDataException>(LoadAsync(file));
        problem.Message.ShouldContain("line 2");
        problem.Message.ShouldContain("downloads");
        (await _host.AskAsync<GetIndexState, SearchIndexState>(_host.Subjects.IndexState, new GetIndexState())).Ok().Documents.ShouldBe(0);
    }

    [Fact]
    public async Task A_collected_package_stays_as_it_is()
    {
        _npm.Publish("demo-lib", "1.0.0", ("README.md", "# demo-lib"));
        (await _host.CollectAsync("demo-lib")).Ok();
        var collected = new LoadIndex(Ecosystem.Npm, [new IndexRow("demo-lib", "9.9.9", 5, "Loaded words")], Last: true);
        await Eventually.IsTrueAsync(async () => (await StateAsync()).Documents == 1, "the package is seen");
        (await _host.AskAsync<LoadIndex, IndexLoaded>(_host.Subjects.IndexLoad, collected)).Ok().Written.ShouldBe(0);
        (await StateAsync()).Loaded.ShouldBe(0);
    }

    [Fact]
    public async Task Refuses_a_part_with_a_bad_row_whole()
    {
        var part = new LoadIndex(Ecosystem.Npm, [new IndexRow("fine", "1.0.0", 5, "Fine"), new IndexRow("not fine", "1.0.0", 5, "A blank")], Last: true);
        (await _host.AskAsync<LoadIndex, IndexLoaded>(_host.Subjects.IndexLoad, part)).Failed().Message.ShouldContain("name");
        (await _host.AskAsync<LoadIndex, IndexLoaded>(_host.Subjects.IndexLoad, part with { Rows = [], Last = false })).Failed().Code.ShouldBe(400);
        (await StateAsync()).Documents.ShouldBe(0);
    }

    private async Task<SearchIndexState> StateAsync() =>
        (await _host.AskAsync<GetIndexState, SearchIndexState>(_host.Subjects.IndexState, new GetIndexState())).Ok();

    private Task<ServiceReply<IndexLoadReport>> LoadAsync(string file) => new IndexLoad(
        (part, _) => _host.AskAsync<LoadIndex, IndexLoaded>(_host.Subjects.IndexLoad, part),
        _ => _host.AskAsync<GetIndexState, SearchIndexState>(_host.Subjects.IndexState, new GetIndexState()),
        new Progress<IndexProgress>(), TimeProvider.System).RunAsync(file, Ecosystem.Npm, CancellationToken.None);

    private async Task<SearchHit> FirstAsync(string need)
    {
        _host.Services.GetRequiredService<CorpusCache>().Forget();
        var findings = await _host.Services.GetRequiredService<PostgresSearch>()
            .FindPackagesAsync(new SearchNeed(need, IndexMode.Hybrid, 10, new SearchFilter()), CancellationToken.None);
        return findings.Hits[0];
    }
}
