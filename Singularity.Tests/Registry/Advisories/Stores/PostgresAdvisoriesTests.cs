using Npgsql;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Storage;
using Singularity.Registry.Storage.Postgres;

namespace Singularity.Tests.Registry.Advisories.Stores;

public sealed class PostgresAdvisoriesTests(RegistryServers servers) : AdvisoryStoreTests, IAsyncLifetime
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
    public async Task Imports_of_the_same_documents_at_the_same_time_do_not_hinder_each_other()
    {
        var (store, _) = await OpenAsync();
        OsvDocument[] documents = [.. Enumerable.Range(0, 200).Select(static i => OsvSamples.Document(OsvSamples.Json($"A-{i}", package: $"demo-{i % 20}")))];

        var imports = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => store.ImportAsync(i % 2 == 0 ? documents : [.. documents.Reverse()], null, CancellationToken.None))));

        imports.Sum(static i => i.Added).ShouldBe(200);
        imports.Sum(static i => i.Updated).ShouldBe(0);
        (await store.CountPendingAsync(CancellationToken.None)).ShouldBe(20);
    }

    internal override async Task<(IAdvisoryStore Advisories, IPackageStore Packages)> OpenAsync()
    {
        _source = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync());
        var assembly = typeof(PostgresStore).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(static n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            await using var command = _source.CreateCommand(await reader.ReadToEndAsync());
            await command.ExecuteNonQueryAsync();
        }

        return (new PostgresAdvisories(_source), new PostgresStore(_source));
    }
}
