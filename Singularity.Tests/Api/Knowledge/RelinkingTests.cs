using System.Net.Http.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;
using Singularity.Tests.CentralCloud;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>One machine that is linked with one authority after the other, each a CentralCloud with a database and a NATS server of its own.</summary>
[Collection("knowledge")]
public sealed class RelinkingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<NatsServer> _servers = [];
    private readonly List<CentralCloudHost> _authorities = [];
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        for (var i = 0; i < 2; i++)
        {
            _servers.Add(await NatsServer.StartNewAsync(new NatsServerOptions { JetStream = true }));
            _authorities.Add(new CentralCloudHost(_servers[i].Url, await postgres.CreateDatabaseAsync()));
            await _authorities[i].StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var authority in _authorities)
        {
            await authority.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Another_authority_hears_what_was_learned_before_and_the_first_when_it_is_linked_again_what_it_missed()
    {
        await RunAsync(0, "desk", "one", "two", "three");
        (await ObservationsAsync(0)).ShouldBe(3);

        await RunAsync(1, "desk", "four");
        (await ObservationsAsync(1)).ShouldBe(4);
        (await ObservationsAsync(0)).ShouldBe(3);

        await RunAsync(0, "desk");
        (await ObservationsAsync(0)).ShouldBe(4);
    }

    [Fact]
    public async Task What_others_learned_and_this_database_fetched_is_not_sent_and_what_was_learned_under_a_former_id_is()
    {
        await RunAsync(0, "desk", "one");
        await using (var source = NpgsqlDataSource.Create(_database))
        {
            await new ObservationStore(source, new LogLines<ObservationStore>()).AppendAsync(
                [ObservationSamples.Learn(ObservationSamples.Id(1), instance: "somebody")], enqueue: false, CancellationToken.None);
        }

        await RunAsync(1, "laptop", "two");

        (await ObservationsAsync(1)).ShouldBe(2);
        var authors = await CentralDatabase.ScalarAsync(_authorities[1].Database, "SELECT string_agg(instance_id, ' ' ORDER BY instance_id) FROM observations");
        authors.ShouldBe("desk laptop");
    }

    /// <summary>Starts the machine beside an authority, has it learn, and stops it when the authority has everything.</summary>
    private async Task RunAsync(int authority, string id, params string[] titles)
    {
        var central = _authorities[authority];
        await using var api = await ApiHost.StartAsync(
            _servers[authority].Url, central.Prefix, [$"ConnectionStrings:singularity={_database}", $"Knowledge:InstanceId={id}", "Knowledge:Heartbeat=00:00:00.300", "Knowledge:DuplicateSimilarity=1.0"]);
        foreach (var title in titles)
        {
            await Eventually.IsTrueAsync(
                async () =>
                {
                    using var response = await api.Client.PostAsync(
                        "/api/patterns", JsonContent.Create(new Learn(ObservationSamples.Content(title)), SingularityJson.Default.Learn));
                    return response.IsSuccessStatusCode;
                },
                $"{title} is learned");
        }

        await using var source = NpgsqlDataSource.Create(_database);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await using var command = source.CreateCommand("SELECT (SELECT count(*) FROM outbox) = 0 AND authority = $1 FROM instance");
                command.Parameters.Add(new NpgsqlParameter { Value = await CentralDatabase.ScalarAsync(central.Database, "SELECT id FROM authority") });
                return await command.ExecuteScalarAsync() is true;
            },
            "the authority is known and nothing waits",
            TimeSpan.FromSeconds(90));
        await central.SettleAsync();
    }

    private async Task<long> ObservationsAsync(int authority) => (await _authorities[authority].ReadStatsAsync()).Observations;
}
