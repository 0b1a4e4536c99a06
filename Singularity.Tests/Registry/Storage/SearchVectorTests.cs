using FsCheck.Fluent;
using Npgsql;
using NpgsqlTypes;
using Singularity.Registry.Storage.Postgres;

namespace Singularity.Tests.Registry.Storage;

[Collection("registry")]
public sealed class SearchVectorTests(RegistryServers servers)
{
    [Fact]
    public void Gives_each_word_its_places_and_weights() => Text(new SearchVector()
        .Add("Retry policy", SearchWeight.A, isProse: false)
        .Add("A policy for the retries", SearchWeight.B, isProse: true)).ShouldBe("'retri':1A,17B 'polici':2A,14B ");

    [Fact]
    public void Keeps_stop_words_where_they_are_names() =>
        Text(new SearchVector().Add("do", SearchWeight.A, isProse: false).Add("do it", SearchWeight.D, isProse: true)).ShouldBe("'do':1A ");

    [Fact]
    public void Begins_anew_after_each_value()
    {
        var vector = new SearchVector();
        Text(vector.Add("first second", SearchWeight.A, isProse: false));

        Text(vector.Add("second", SearchWeight.D, isProse: false)).ShouldBe("'second':1D ");
        Text(vector).ShouldBeEmpty();
    }

    [Fact]
    public async Task PostgreSQL_reads_both_forms_as_the_same_value()
    {
        await using var source = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync());
        await using var connection = await source.OpenConnectionAsync();
        await using (var create = new NpgsqlCommand("CREATE TEMPORARY TABLE v (number integer, binary_form tsvector, text_form text)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }

        var texts = Gen.Sample(ArbMap.Default.GeneratorFor<string>(), 200).Select(static t => t ?? "")
            .Concat([string.Join(' ', Enumerable.Range(0, 20_000).Select(static i => $"word{i % 7_000}")), string.Concat(Enumerable.Repeat("same ", 500)), ""]).ToList();
        var vector = new SearchVector();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY v FROM STDIN (FORMAT BINARY)"))
        {
            for (var i = 0; i < texts.Count; i++)
            {
                var value = vector.Add(texts[i], (SearchWeight)(i % 4), isProse: i % 2 == 0).Add("tail of it", SearchWeight.A, isProse: false).Take();
                await copy.StartRowAsync();
                await copy.WriteAsync(i, NpgsqlDbType.Integer);
                await copy.WriteAsync(value, NpgsqlDbType.Bytea);
                await copy.WriteAsync(SearchVectorText.Of(value.Span), NpgsqlDbType.Text);
            }

            await copy.CompleteAsync();
        }

        await using var differ = new NpgsqlCommand("SELECT count(*) FILTER (WHERE binary_form = text_form::tsvector), count(*), min(length(binary_form)) FROM v", connection);
        await using var reader = await differ.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        reader.GetInt64(0).ShouldBe(texts.Count);
        reader.GetInt64(1).ShouldBe(texts.Count);
        reader.GetInt32(2).ShouldBeGreaterThan(0);
    }

    private static string Text(SearchVector vector) => SearchVectorText.Of(vector.Take().Span);
}
