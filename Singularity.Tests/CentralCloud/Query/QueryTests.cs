using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NATS.Client.JetStream;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Query;

[Collection("central")]
public sealed class QueryTests(CentralServers servers) : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new(SingularityJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private CentralCloudHost? _host;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync() => _host = await servers.NewHostAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task What_one_instance_learned_is_answered_in_the_authoritys_name()
    {
        await Host.StartAsync();
        await Host.PublishAsync(
            ObservationSamples.Learn(ObservationSamples.Id(1), ObservationSamples.Content("Retry with jitter"), "laptop"),
            ObservationSamples.Learn(ObservationSamples.Id(2), ObservationSamples.Content("Draw a cat"), "desk"));
        await Host.SettleAsync();

        var answer = await Host.AskAsync<PatternQuery, PatternAnswer>(Host.Peer.Subjects.CentralQuery, new PatternQuery("jitter"));
        answer.Hits[0].Pattern.LearnedBy.ShouldBe("laptop");
        answer.Hits.ShouldAllBe(static hit => hit.Source == new PatternSource("the authority"));

        // By meaning as well, once the vectors are made.
        await Eventually.IsTrueAsync(
            async () => (await Host.AskAsync<PatternQuery, PatternAnswer>(Host.Peer.Subjects.CentralQuery, new PatternQuery("feline drawing"))) is { Model: not null, Hits: [{ Why.Semantic: > 0 }, ..] },
            "patterns have vectors");
    }

    [Fact]
    public async Task Observations_are_read_from_a_cursor_on_whole_or_of_one_instance()
    {
        await Host.StartAsync();
        var all = Enumerable.Range(1, 30).Select(static n => ObservationSamples.Learn(ObservationSamples.Id(n), ObservationSamples.Content($"Pattern {n}"), n % 3 == 0 ? "laptop" : "desk")).ToList();
        await Host.PublishAsync(all);
        await Host.SettleAsync();

        var read = new List<string>();
        var page = new ObservationPage([], 0, IsEnd: false);
        while (!page.IsEnd)
        {
            page = await SyncAsync(new SyncObservations(page.Cursor, 7));
            read.AddRange(page.Observations);
        }

        read.Order().ShouldBe(all.Select(static o => Encoding.UTF8.GetString(o.Json.Span)).Order());
        (await SyncAsync(new SyncObservations(0, 1_000, "laptop"))).Observations.Order()
            .ShouldBe(all.Where(static o => o.Observation.InstanceId == "laptop").Select(static o => Encoding.UTF8.GetString(o.Json.Span)).Order());
    }

    [Fact]
    public async Task A_page_that_grows_past_a_message_when_it_is_written_is_shortened()
    {
        await Host.StartAsync();
        var signs = ObservationSamples.Content() with { Body = new string('<', 20_000), Code = new string('<', 40_000) };
        foreach (var id in Enumerable.Range(1, 8).Select(static n => ObservationSamples.Id(n)))
        {
            // As another writer than ours might, who does not escape them.
            var observation = ObservationSamples.Observe(id, id, new Learned { Content = signs });
            (await Host.TryPublishAsync("one", JsonSerializer.SerializeToUtf8Bytes(observation, Plain))).EnsureSuccess();
        }

        await Host.SettleAsync();

        var count = 0;
        for (var page = new ObservationPage([], 0, IsEnd: false); !page.IsEnd; count += page.Observations.Count)
        {
            page = await SyncAsync(new SyncObservations(page.Cursor));
        }

        count.ShouldBe(8);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_answered_504_in_time()
    {
        await Host.StartAsync("--CentralCloud:QueryDeadline=00:00:00.100");
        await using var source = NpgsqlDataSource.Create(Host.Database);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("LOCK TABLE pattern_texts", connection);
        await command.ExecuteNonQueryAsync();

        (await Host.TryAskAsync<PatternQuery, PatternAnswer>(Host.Peer.Subjects.CentralQuery, new PatternQuery("jitter")))
            .ShouldBeOfType<ServiceReply<PatternAnswer>.Failed>().Message.ShouldContain("100 ms");
    }

    [Fact]
    public async Task What_makes_no_sense_is_400()
    {
        await Host.StartAsync();
        foreach (var query in new[] { new PatternQuery(" "), new PatternQuery("x", Limit: 0), new PatternQuery("x", Limit: 101) })
        {
            (await Host.TryAskAsync<PatternQuery, PatternAnswer>(Host.Peer.Subjects.CentralQuery, query)).ShouldBeOfType<ServiceReply<PatternAnswer>.Failed>().Code.ShouldBe(400);
        }

        foreach (var sync in new[] { new SyncObservations(-1), new SyncObservations(0, 0), new SyncObservations(0, 1_001), new SyncObservations(0, 1, "a.b") })
        {
            (await Host.TryAskAsync<SyncObservations, ObservationPage>(Host.Peer.Subjects.CentralSync, sync)).ShouldBeOfType<ServiceReply<ObservationPage>.Failed>().Code.ShouldBe(400);
        }
    }

    private Task<ObservationPage> SyncAsync(SyncObservations request) => Host.AskAsync<SyncObservations, ObservationPage>(Host.Peer.Subjects.CentralSync, request);
}
