using Npgsql;
using Pgvector;
using Singularity.Tests.Support;

namespace Singularity.Tests.StandIns.Pgvector;

[Collection("postgres")]
public sealed class UseVectorTests(PostgresFixture postgres) : IAsyncLifetime
{
    private NpgsqlDataSource _source = null!;

    public async Task InitializeAsync()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using (var plain = NpgsqlDataSource.Create(connectionString))
        {
            await plain.CreateCommand("CREATE EXTENSION vector").ExecuteNonQueryAsync();
        }

        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseVector();
        _source = builder.Build();
        await _source.CreateCommand("CREATE TABLE items(id int PRIMARY KEY, embedding vector(3))").ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _source.DisposeAsync();

    [Fact]
    public async Task Carries_parameters_and_results()
    {
        var large = new Vector(Enumerable.Range(0, 2000).Select(index => index / 7f).ToArray());

        await using var command = _source.CreateCommand("SELECT $1::vector");
        command.Parameters.AddWithValue(large);

        (await command.ExecuteScalarAsync()).ShouldBe(large);
    }

    [Fact]
    public async Task Carries_null()
    {
        await Insert(1, null);

        await using var reader = await _source.CreateCommand("SELECT embedding FROM items").ExecuteReaderAsync();

        (await reader.ReadAsync()).ShouldBeTrue();
        (await reader.IsDBNullAsync(0)).ShouldBeTrue();
    }

    [Fact]
    public async Task Carries_arrays()
    {
        Vector[] vectors = [new(new float[] { 1, 2, 3 }), new(new float[] { 4, 5, 6 })];

        await using var command = _source.CreateCommand("SELECT $1");
        command.Parameters.Add(new NpgsqlParameter { Value = vectors, DataTypeName = "vector[]" });

        (await command.ExecuteScalarAsync()).ShouldBe(vectors);
    }

    [Fact]
    public async Task Is_copied_in_and_out_in_binary()
    {
        await using (var connection = await _source.OpenConnectionAsync())
        {
            await using (var writer = await connection.BeginBinaryImportAsync("COPY items(id, embedding) FROM STDIN (FORMAT BINARY)"))
            {
                for (var id = 0; id < 1000; id++)
                {
                    await writer.StartRowAsync();
                    await writer.WriteAsync(id);
                    await writer.WriteAsync(new Vector(new float[] { id, id + 1, id + 2 }));
                }

                await writer.CompleteAsync();
            }

            await using var exporter = await connection.BeginBinaryExportAsync("COPY (SELECT embedding FROM items WHERE id = 500) TO STDOUT (FORMAT BINARY)");
            await exporter.StartRowAsync();
            (await exporter.ReadAsync<Vector>()).ToArray().ShouldBe([500, 501, 502]);
        }

        (await _source.CreateCommand("SELECT count(*) FROM items").ExecuteScalarAsync()).ShouldBe(1000L);
    }

    [Fact]
    public async Task Orders_by_cosine_distance()
    {
        await Insert(1, new Vector(new float[] { 1, 0, 0 }));
        await Insert(2, new Vector(new float[] { 0, 1, 0 }));
        await Insert(3, new Vector(new float[] { 9, 1, 0 }));
        await using var command = _source.CreateCommand("SELECT id FROM items ORDER BY embedding <=> $1");
        command.Parameters.AddWithValue(new Vector(new float[] { 2, 0, 0 }));

        var ids = new List<int>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt32(0));
        }

        ids.ShouldBe([1, 3, 2]);
    }

    [Fact]
    public async Task The_server_refuses_a_wrong_number_of_dimensions()
    {
        var error = await Should.ThrowAsync<PostgresException>(() => Insert(1, new Vector(new float[] { 1, 2 })));

        error.MessageText.ShouldContain("expected 3 dimensions, not 2");
    }

    [Fact]
    public async Task Without_the_extension_the_type_is_reported_as_unknown()
    {
        var builder = new NpgsqlDataSourceBuilder(await postgres.CreateDatabaseAsync());
        builder.UseVector();
        await using var source = builder.Build();
        await using var command = source.CreateCommand("SELECT $1");
        command.Parameters.AddWithValue(new Vector(new float[] { 1 }));

        var error = await Should.ThrowAsync<Exception>(() => command.ExecuteScalarAsync());

        error.ToString().ShouldContain("vector", Case.Insensitive);
    }

    private async Task Insert(int id, Vector? embedding)
    {
        await using var command = _source.CreateCommand("INSERT INTO items VALUES ($1, $2)");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue((object?)embedding ?? DBNull.Value);
        await command.ExecuteNonQueryAsync();
    }
}
