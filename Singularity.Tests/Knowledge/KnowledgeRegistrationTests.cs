using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge;

[Collection("postgres")]
public sealed class KnowledgeRegistrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Lives_in_the_database_of_a_service_beside_its_own_tables()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync()));
        builder.AddMigrations("test", typeof(Singularity.CentralCloud.Instances.InstanceStore).Assembly, "Singularity.CentralCloud.Storage.Migrations.");
        builder.AddKnowledge("test");
        using var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<MigrationState>().WaitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        await host.Services.GetRequiredService<ObservationStore>().AppendAsync([ObservationSamples.Learn(ObservationSamples.Id(1))], enqueue: true, CancellationToken.None);
        (await host.Services.GetRequiredService<PatternSearch>().FindAsync(new PatternQuery("retry"), CancellationToken.None)).Hits.ShouldHaveSingleItem();
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT count(*) FROM instances");
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_service_that_can_do_without_leaves_all_of_its_tables_out_where_they_cannot_be(bool optional)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddKnowledge("test", optional);
        using var host = builder.Build();

        var set = host.Services.GetServices<MigrationSet>().ShouldHaveSingleItem();
        (set.Optional ?? []).ShouldBe(optional ? set.Migrations.Select(static m => m.Version) : []);
    }

    [Fact]
    public async Task Options_that_make_no_sense_stop_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1"));
        builder.AddKnowledge("test");
        builder.Services.Configure<KnowledgeOptions>(static options => options.UsesShare = 1);
        using var host = builder.Build();

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain("UsesShare");
    }
}
