using Singularity.Contracts.Knowledge;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

/// <summary>What makes vectors is missing or fails: patterns are learned and found by their words.</summary>
public sealed class VectorFaultTests(NatsServerFixture nats, PostgresFixture postgres) : KnowledgeTest(nats, postgres)
{
    [Fact]
    public async Task While_the_embedding_server_fails_patterns_are_learned_and_found_by_words_and_afterwards_by_meaning_too()
    {
        await using var server = await FakeEmbeddingServer.StartAsync();
        server.Failures = int.MaxValue;
        await StartAsync(
            $"Embeddings:Endpoint={server.Endpoint}", $"Embeddings:Model={server.Model}", "Embeddings:Retries=0", "Knowledge:VectorPause=00:00:00.010",
            "Knowledge:VectorInterval=00:00:00.100", "Knowledge:VectorWait=00:00:00.100");
        var id = await LearnAsync(ObservationSamples.Content());

        var words = await RecallAsync("retry with jitter", RecallMode.Local);
        server.Failures = 0;

        words.Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(id);
        words.Model.ShouldBeNull();
        words.Note!.ShouldContain(server.Endpoint.ToString());
        await Eventually.IsTrueAsync(
            async () => await RecallAsync("retry with jitter", RecallMode.Local) is { Model: "test-embed", Note: null, Hits: [{ Why.Semantic: > 0 }] }, "vectors are made and compared");
    }

    [Fact]
    public async Task A_server_that_never_answers_costs_a_query_no_more_than_its_deadline_allows()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await StartAsync(
            $"Embeddings:Endpoint=http://{silent.LocalEndpoint}/v1", "Embeddings:Model=m", "Knowledge:VectorDeadline=00:00:00.050", "Knowledge:VectorPause=00:10:00",
            "Knowledge:VectorWait=00:00:00.050");
        await LearnAsync(ObservationSamples.Content());

        var answer = await RecallAsync("retry with jitter", RecallMode.Local);

        answer.Hits.ShouldHaveSingleItem();
        answer.Note!.ShouldContain("Knowledge:VectorDeadline");
    }

    [Fact]
    public async Task Without_a_model_file_it_starts_learns_finds_by_words_and_names_the_file()
    {
        await StartAsync("Embeddings:ModelFile=/nowhere/model.bin");
        var id = await LearnAsync(ObservationSamples.Content());

        var answer = await RecallAsync("retry with jitter", RecallMode.Local);

        answer.Hits.ShouldHaveSingleItem().Pattern.Id.ShouldBe(id);
        answer.Model.ShouldBeNull();
        answer.Note!.ShouldContain("/nowhere/model.bin is no usable model");
    }
}
