using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.Contracts.Packages;
using Singularity.Registry.Importing;
using Singularity.Registry.Storage.Embedded;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Importing;

/// <summary>What both lists of jobs promise, on the embedded file and on PostgreSQL.</summary>
[Collection("registry")]
public abstract class ImportJobsTests
{
    internal static readonly ImportOptions Options = new();

    internal FakeTimeProvider Time { get; } = new();

    internal abstract Task<IImportJobs> OpenAsync();

    [Fact]
    public async Task Gives_each_waiting_item_once_and_reports_what_came_of_it()
    {
        var jobs = await OpenAsync();
        (await AddAsync(jobs, "job", ("pkg:npm/a@1.0.0", false), ("pkg:npm/b@1.0.0", false), ("pkg:npm/held@1.0.0", true))).ShouldBe(2);

        var first = await jobs.TakeAsync(1, CancellationToken.None);
        var rest = await jobs.TakeAsync(10, CancellationToken.None);
        (await jobs.TakeAsync(10, CancellationToken.None)).ShouldBeEmpty();
        (await jobs.ReadAsync("job", CancellationToken.None))!.State.ShouldBe(ImportReport.Running);
        await jobs.FinishAsync(first.ShouldHaveSingleItem(), new ImportResult.Collected(1234), CancellationToken.None);
        await jobs.FinishAsync(rest.ShouldHaveSingleItem(), new ImportResult.Failed(404, "There is none."), CancellationToken.None);

        var report = (await jobs.ReadAsync("job", CancellationToken.None))!;
        report.State.ShouldBe(ImportReport.Done);
        (report.Total, report.Held, report.Collected, report.Failed, report.Bytes).ShouldBe((3, 1, 1, 1, 1234));
        report.Failures.ShouldHaveSingleItem().ShouldBe(new PackageFailed(rest[0].Purl, 404, "There is none.", Time.GetUtcNow()));
        report.FinishedAt.ShouldBe(Time.GetUtcNow());
    }

    [Fact]
    public async Task Keeps_names_apart_that_differ_only_in_case_and_adds_none_twice()
    {
        var jobs = await OpenAsync();

        (await AddAsync(jobs, "job", ("pkg:npm/JSONStream@1.0.0", false), ("pkg:npm/jsonstream@1.0.0", false))).ShouldBe(2);
        (await AddAsync(jobs, "job", ("pkg:npm/JSONStream@1.0.0", false), ("pkg:npm/other@1.0.0", false))).ShouldBe(1);

        (await jobs.ReadAsync("job", CancellationToken.None))!.Total.ShouldBe(3);
    }

    [Fact]
    public async Task Gives_an_item_again_once_its_pause_has_passed()
    {
        var jobs = await OpenAsync();
        await AddAsync(jobs, "job", ("pkg:npm/a@1.0.0", false));
        var item = (await jobs.TakeAsync(1, CancellationToken.None)).ShouldHaveSingleItem();

        await jobs.FinishAsync(item, new ImportResult.Later(Time.GetUtcNow() + TimeSpan.FromSeconds(20)), CancellationToken.None);

        (await jobs.TakeAsync(1, CancellationToken.None)).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(21));
        (await jobs.TakeAsync(1, CancellationToken.None)).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Forgets_ended_jobs_and_never_one_that_runs()
    {
        var jobs = await OpenAsync();
        await AddAsync(jobs, "ended", ("pkg:npm/a@1.0.0", true));
        await AddAsync(jobs, "runs", ("pkg:npm/a@1.0.0", false));
        Time.Advance(TimeSpan.FromDays(8));

        await jobs.ForgetAsync(Time.GetUtcNow() - TimeSpan.FromDays(7), CancellationToken.None);

        (await jobs.ReadAsync("ended", CancellationToken.None)).ShouldBeNull();
        (await jobs.ReadAsync("runs", CancellationToken.None)).ShouldNotBeNull();
    }

    internal static Task<int> AddAsync(IImportJobs jobs, string id, params (string Purl, bool IsHeld)[] items) =>
        jobs.AddAsync(id, "package-lock.json", [.. items.Select(static i => new NewImportItem(i.Purl, i.IsHeld))], CancellationToken.None);
}

public sealed class EmbeddedImportJobsTests : ImportJobsTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<EmbeddedDatabase> _open = [];

    public void Dispose()
    {
        _open.ForEach(static database => database.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_killed_process_had_taken_waits_for_the_next()
    {
        var jobs = await OpenAsync();
        await AddAsync(jobs, "job", ("pkg:npm/a@1.0.0", false));
        await jobs.TakeAsync(1, CancellationToken.None);

        var next = await OpenAsync();

        (await next.TakeAsync(1, CancellationToken.None)).ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    internal override Task<IImportJobs> OpenAsync()
    {
        var options = new EmbeddedOptions { File = Path.Combine(_folder.Path, "package_cache.db") };
        var database = new EmbeddedDatabase(Microsoft.Extensions.Options.Options.Create(options), Time, NullLogger<EmbeddedDatabase>.Instance);
        _open.Add(database);
        return Task.FromResult<IImportJobs>(new EmbeddedImportJobs(database, Time));
    }
}

public sealed class PostgresImportJobsTests(RegistryServers servers) : ImportJobsTests, IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_a_killed_instance_had_taken_is_given_again_when_its_lease_ends()
    {
        var jobs = await OpenAsync();
        await AddAsync(jobs, "job", ("pkg:npm/a@1.0.0", false), ("pkg:npm/b@1.0.0", false));
        var taken = await jobs.TakeAsync(2, CancellationToken.None);
        Time.Advance(Options.Lease / 2);
        await jobs.RenewAsync([taken[0]], CancellationToken.None);
        Time.Advance((Options.Lease / 2) + TimeSpan.FromSeconds(1));

        var again = (await jobs.TakeAsync(2, CancellationToken.None)).ShouldHaveSingleItem();

        again.Purl.ShouldBe(taken[1].Purl);
        again.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task One_who_lost_its_lease_no_longer_decides()
    {
        var jobs = await OpenAsync();
        await AddAsync(jobs, "job", ("pkg:npm/a@1.0.0", false));
        var late = (await jobs.TakeAsync(1, CancellationToken.None))[0];
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        var now = (await jobs.TakeAsync(1, CancellationToken.None))[0];
        await jobs.FinishAsync(now, new ImportResult.Collected(7), CancellationToken.None);

        await jobs.FinishAsync(late, new ImportResult.Failed(503, "Too late."), CancellationToken.None);

        var report = (await jobs.ReadAsync("job", CancellationToken.None))!;
        (report.Collected, report.Failed, report.Bytes).ShouldBe((1, 0, 7));
    }

    internal override async Task<IImportJobs> OpenAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync());
        await Storage.RegistryMigrations.ApplyAsync(_source);
        return new PostgresImportJobs(_source, Microsoft.Extensions.Options.Options.Create(Options), Time);
    }
}
