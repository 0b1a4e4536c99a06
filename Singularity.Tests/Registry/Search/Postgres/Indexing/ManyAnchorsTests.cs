using Npgsql;
using Singularity.Tests.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Postgres.Indexing;

[Collection("registry")]
public sealed class ManyAnchorsTests(RegistryServers servers)
{
    [Fact]
    public async Task Anchors_made_all_at_once_are_those_made_one_by_one()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await SearchIndexerTests.StoreSampleAsync(database);
        await database.StoreAsync(SearchDatabase.Package("Widget", "Draws boxes"));
        foreach (var (name, summary) in new[] { ("a", "Dashboard layouts with widget"), ("b", "Quoted 'dashboard' styles for widget.js"), ("c", "widget: dashboard, layouts and boxes"), ("d", "Alone with widgetry") })
        {
            await database.StoreAsync(SearchDatabase.Package(name, summary));
        }

        while (await database.Packages.ReadAsync(CancellationToken.None) > 0)
        {
        }

        await database.AllAnchors.RunWhenDueAsync(CancellationToken.None);
        var atOnce = await AnchorsAsync(database);
        atOnce.ShouldContain(static row => row.StartsWith("Widget {dashboard,layout}", StringComparison.Ordinal));
        (await database.CountAsync("SELECT count(*) FROM search_stale WHERE anchors")).ShouldBe(0);
        (await database.CountAsync("SELECT count(*) FROM search_stale")).ShouldBe(NeedSample.Packages.Count + 5);

        await database.ExecuteAsync("UPDATE search_documents SET anchors = '{}', terms = ts_filter(terms, '{a,b,c}'); UPDATE search_stale SET anchors = true");
        await database.Stale.RefreshAsync(null, CancellationToken.None);
        (await AnchorsAsync(database)).ShouldBe(atOnce);
    }

    [Fact]
    public async Task A_document_that_somebody_holds_keeps_its_mark()
    {
        await using var database = await SearchDatabase.CreateAsync(servers);
        await database.StoreAsync(SearchDatabase.Package("widget", "Draws boxes"));
        await database.StoreAsync(SearchDatabase.Package("a", "Dashboard with widget"));
        await database.StoreAsync(SearchDatabase.Package("b", "Dashboard for widget"));
        while (await database.Packages.ReadAsync(CancellationToken.None) > 0)
        {
        }

        await using (var connection = await database.Source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("SELECT 1 FROM search_documents WHERE name = 'widget' FOR UPDATE", connection);
            await hold.ExecuteScalarAsync();
            await database.AllAnchors.RunWhenDueAsync(CancellationToken.None);
        }

        (await database.CountAsync("SELECT count(*) FROM search_stale s JOIN search_documents d ON d.id = s.document_id WHERE s.anchors AND d.name = 'widget'")).ShouldBe(1);
        (await database.CountAsync("SELECT count(*) FROM search_stale WHERE anchors")).ShouldBe(1);
        await database.AllAnchors.RunWhenDueAsync(CancellationToken.None);
        (await AnchorsAsync(database)).ShouldContain(static row => row.StartsWith("widget {dashboard}", StringComparison.Ordinal));
    }

    private static async Task<List<string>> AnchorsAsync(SearchDatabase database)
    {
        await using var command = database.Source.CreateCommand("SELECT name || ' ' || anchors::text || ' ' || terms::text FROM search_documents ORDER BY name");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
