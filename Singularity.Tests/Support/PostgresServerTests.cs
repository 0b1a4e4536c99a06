using Npgsql;

namespace Singularity.Tests.Support;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Keeps_its_data_through_a_stop_and_a_crash()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var database = await server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await source.CreateCommand("CREATE TABLE kept AS SELECT 7 AS value; CHECKPOINT").ExecuteNonQueryAsync();

        await server.StopAsync();
        await Should.ThrowAsync<NpgsqlException>(() => Query(source));
        await server.StartAsync();
        await Query(source);

        await server.KillAsync();
        await server.StartAsync();
        await Query(source);
    }

    private static async Task Query(NpgsqlDataSource source)
    {
        source.Clear();
        (await source.CreateCommand("SELECT value FROM kept").ExecuteScalarAsync()).ShouldBe(7);
    }
}
