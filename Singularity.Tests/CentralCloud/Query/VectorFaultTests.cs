using Singularity.Contracts.Knowledge;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Query;

/// <summary>What makes vectors is missing or fails: CentralCloud takes in and answers by words, and says nothing of its host.</summary>
[Collection("central")]
public sealed class VectorFaultTests(CentralServers servers) : IAsyncLifetime
{
    private CentralCloudHost? _host;

    private CentralCloudHost Host => _host!;

    public async Task InitializeAsync() => _host = await servers.NewHostAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task While_the_embedding_server_fails_it_answers_by_words_and_afterwards_by_meaning_too()
    {
        await using var server = await FakeEmbeddingServer.StartAsync();
        server.Failures = int.MaxValue;
        await Host.StartAsync($"--Embeddings:Endpoint={server.Endpoint}", $"--Embeddings:Model={server.Model}", "--Embeddings:Retries=0", "--Knowledge:VectorPause=00:00:00.010");
        await Host.PublishAsync(ObservationSamples.Learn(ObservationSamples.Id(1), ObservationSamples.Content("Retry with jitter"), "laptop"));
        await Host.SettleAsync();

        var words = await AskAsync();
        server.Failures = 0;

        words.Hits.ShouldHaveSingleItem();
        words.Model.ShouldBeNull();
        words.Note!.ShouldContain("words alone");
        words.Note!.ShouldNotContain(server.Endpoint.Host);
        await Eventually.IsTrueAsync(async () => await AskAsync() is { Model: "test-embed", Note: null }, "the server is asked again");
    }

    [Fact]
    public async Task Without_a_model_file_it_starts_takes_in_and_answers_by_words()
    {
        await Host.StartAsync("--Embeddings:ModelFile=/nowhere/model.bin");
        await Host.PublishAsync(ObservationSamples.Learn(ObservationSamples.Id(1), ObservationSamples.Content("Retry with jitter"), "laptop"));
        await Host.SettleAsync();

        var answer = await AskAsync();

        answer.Hits.ShouldHaveSingleItem();
        answer.Model.ShouldBeNull();
        answer.Note!.ShouldContain("words alone");
    }

    private Task<PatternAnswer> AskAsync() => Host.AskAsync<PatternQuery, PatternAnswer>(Host.Peer.Subjects.CentralQuery, new PatternQuery("jitter"));
}
