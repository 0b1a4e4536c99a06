using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.CentralCloud;
using Singularity.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud;

/// <summary>CentralCloud's tables, and a look into them past the service.</summary>
internal static class CentralDatabase
{
    /// <summary>A database of its own with CentralCloud's tables and the library's.</summary>
    public static async Task<NpgsqlDataSource> CreateAsync(PostgresFixture postgres)
    {
        var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        MigrationSet[] sets =
        [
            MigrationSet.Load("test", typeof(CentralCloudApp).Assembly, "Singularity.CentralCloud.Storage.Migrations."),
            MigrationSet.Load("test", typeof(KnowledgeRegistration).Assembly, "Singularity.Knowledge.Storage.Migrations.", "knowledge"),
        ];
        foreach (var set in sets)
        {
            await new MigrationRunner(source, set, NullLogger.Instance).RunAsync(CancellationToken.None);
        }

        return source;
    }

    public static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Each observation once, and the patterns that they come to.</summary>
    public static async Task ShouldHoldAsync(string database, IReadOnlyCollection<ReceivedObservation> observations)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT coalesce(string_agg(id, ',' ORDER BY id), '') FROM observations");
        (await command.ExecuteScalarAsync()).ShouldBe(string.Join(',', observations.Select(static o => o.Observation.Id).Distinct().Order()));
        var patterns = await new PatternReads(source).ListAsync(null, null, 10_000, CancellationToken.None);
        Encoding.UTF8.GetString(ObservationSamples.Bytes(patterns)).ShouldBe(Encoding.UTF8.GetString(ObservationSamples.Bytes(PatternFold.Fold(observations))));
    }
}
