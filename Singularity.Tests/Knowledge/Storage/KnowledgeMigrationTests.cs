using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Storage;

[Collection("postgres")]
public sealed class KnowledgeMigrationTests(PostgresFixture postgres)
{
    private static readonly MigrationSet All =
        MigrationSet.Load("test", typeof(KnowledgeRegistration).Assembly, "Singularity.Knowledge.Storage.Migrations.", "knowledge");

    [Fact]
    public async Task Uses_and_vectors_of_an_older_database_are_kept()
    {
        var (a, b, c, d) = (ObservationSamples.Id(1), ObservationSamples.Id(2), ObservationSamples.Id(3), ObservationSamples.Id(4));
        ReceivedObservation[] observations =
        [
            ObservationSamples.Learn(a),
            ObservationSamples.Learn(b, ObservationSamples.Content("Other")),
            ObservationSamples.Learn(c, ObservationSamples.Content("Gone")),
            .. Uses(a, 100, 3, "one"), .. Uses(a, 200, 2, "two"), .. Uses(b, 300, 4, "two"), .. Uses(c, 400, 1, "one"), .. Uses(d, 500, 2, "one"),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(900), b, new MergeConfirmed { Other = a })),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(901), c, new Retracted())),
        ];
        var patterns = PatternFold.Fold(observations);
        await using var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await new MigrationRunner(source, All with { Migrations = [.. All.Migrations.Where(static m => m.Version <= 3)] }, NullLogger.Instance).RunAsync(CancellationToken.None);
        await using (var older = source.CreateCommand(
            "INSERT INTO knowledge_models (name, dimensions) VALUES ('m', 2); INSERT INTO pattern_texts (pattern_id, is_cached, kind, tags, purls, content_hash, content_digest, terms, model, embedding) "
            + $"VALUES ('{a}', false, 'code', '{{}}', '{{}}', 'x', '\\x01', 'retry'::tsvector, 1, '[1,2]')"))
        {
            await older.ExecuteNonQueryAsync();
        }

        foreach (var pattern in patterns)
        {
            var view = Encoding.UTF8.GetString(ObservationSamples.Bytes(pattern));
            await ExecuteAsync(
                source,
                "INSERT INTO patterns (id, group_id, state, content_hash, view) VALUES ($1, $2, $3, $4, $5::json)",
                pattern.Id.ToString(), (pattern.Id == b ? a : pattern.Id).ToString(), pattern.State.ToString().ToLowerInvariant(), pattern.ContentHash, view);
        }

        foreach (var of in observations.Select(static o => o.Observation).Where(static o => o.Used is not null).GroupBy(static o => (o.PatternId, o.InstanceId, Day: (int)(o.Stamp.WallMs / 86_400_000))))
        {
            await ExecuteAsync(
                source,
                "INSERT INTO pattern_uses (pattern_id, instance_id, day, successes, failures) VALUES ($1, $2, $3, $4, $5)",
                of.Key.PatternId.ToString(), of.Key.InstanceId, of.Key.Day, of.LongCount(static o => o.Used!.Success), of.LongCount(static o => !o.Used!.Success));
        }

        await new MigrationRunner(source, All, NullLogger.Instance).RunAsync(CancellationToken.None);

        var kept = await new PatternReads(source).ListAsync(null, null, 10, CancellationToken.None);
        Encoding.UTF8.GetString(ObservationSamples.Bytes(kept)).ShouldBe(Encoding.UTF8.GetString(ObservationSamples.Bytes(patterns)));
        kept[0].Uses.Successes.ShouldBe(5);
        await using var vector = source.CreateCommand("SELECT pattern_id || model || embedding FROM pattern_vectors");
        (await vector.ExecuteScalarAsync()).ShouldBe($"{a}1[1,2]");
    }

    // Two of three help; on two days.
    private static IEnumerable<ReceivedObservation> Uses(Ulid pattern, int first, int count, string instance) => Enumerable.Range(0, count).Select(n =>
        ObservationSamples.Received(ObservationSamples.Observe(
            ObservationSamples.Id(first + n), pattern, new Used { Success = n % 3 > 0 }, instance, new HybridTime(ObservationSamples.Start + (n % 2 * ObservationSamples.Day), n))));

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, params object?[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
