using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Singularity.Embeddings;
using Singularity.Tests.Support;

namespace Singularity.Tests.Embeddings.Remote;

public sealed class RemoteEmbeddingGeneratorTests : IAsyncLifetime
{
    private FakeEmbeddingServer _server = null!;

    public async Task InitializeAsync() => _server = await FakeEmbeddingServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gives_every_text_its_vector_in_batches_whatever_the_encoding(bool base64)
    {
        _server.KnowsBase64 = base64;
        await using var services = Services(("BatchSize", "2"));
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions.ShouldBeNull();

        var embeddings = await generator.GenerateAsync(["one", "two", "three", "four", "five"]);

        _server.Batches.ShouldBe([["one", "two"], ["three", "four"], ["five"]]);
        embeddings.Select(static e => e.ModelId).ShouldAllBe(static model => model == "test-embed");
        foreach (var (embedding, text) in embeddings.Zip(["one", "two", "three", "four", "five"]))
        {
            TensorPrimitives.CosineSimilarity(embedding.Vector.Span, _server.Vector(text)).ShouldBe(1, 1e-5);
            TensorPrimitives.Norm(embedding.Vector.Span).ShouldBe(1, 1e-5);
        }

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>()!;
        (metadata.DefaultModelId, metadata.DefaultModelDimensions).ShouldBe(("test-embed", 32));
    }

    [Fact]
    public async Task Tries_again_what_fails_for_the_moment_and_no_more_often_than_it_may()
    {
        await using var services = Services(("Retries", "2"));
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        _server.Failures = 2;
        (await generator.GenerateAsync(["text"])).Count.ShouldBe(1);
        _server.Requests.ShouldBe(3);

        _server.Failures = 10;
        var problem = await Should.ThrowAsync<HttpRequestException>(() => generator.GenerateAsync(["text"]));

        problem.Message.ShouldBe($"The embedding server {_server.Endpoint} failed (503); its own log says why.");
        _server.Requests.ShouldBe(6);
    }

    [Fact]
    public async Task Says_what_helps_when_key_or_model_are_refused_and_never_the_key()
    {
        _server.Key = "right-key-0123456789";
        await using (var services = Services(("ApiKey", "wrong-key-0123456789")))
        {
            var problem = await Should.ThrowAsync<HttpRequestException>(
                () => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["text"]));
            problem.Message.ShouldContain("Embeddings:ApiKey");
            problem.ToString().ShouldNotContain("wrong-key");
        }

        await using (var services = Services(("ApiKey", _server.Key), ("Model", "unknown")))
        {
            (await Should.ThrowAsync<HttpRequestException>(
                () => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["text"]))).Message.ShouldContain("ollama pull unknown");
        }
    }

    [Fact]
    public async Task Says_that_a_server_does_not_answer()
    {
        await using var services = Services(("Endpoint", "http://127.0.0.1:9/v1"), ("Retries", "0"));

        (await Should.ThrowAsync<HttpRequestException>(
            () => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["text"]))).Message.ShouldContain("http://127.0.0.1:9/v1");
    }

    [Fact]
    public async Task Cancelling_is_no_fault_of_the_server()
    {
        await using var services = Services();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["text"], null, cancelled.Token));
    }

    public static readonly TheoryData<string> Spoilt = ["zero", "nan", "infinite", "shorter", "empty", "missing"];

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task Refuses_vectors_that_nothing_can_be_compared_with(string fault)
    {
        await using var services = Services();
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        await generator.GenerateAsync(["a good one first"]);

        // JSON knows no numbers that are not finite; base64 carries them.
        _server.Spoil = vectors => fault switch
        {
            "zero" => [vectors[0], new float[vectors[1].Length]],
            "nan" => [vectors[0], [.. vectors[1].Skip(1), float.NaN]],
            "infinite" => [vectors[0], [.. vectors[1].Skip(1), float.PositiveInfinity]],
            "shorter" => [vectors[0], vectors[1][1..]],
            "empty" => [vectors[0], []],
            _ => [vectors[0]],
        };

        var problem = await Should.ThrowAsync<InvalidOperationException>(() => generator.GenerateAsync(["one", "two"]));

        problem.Message.ShouldContain(_server.Endpoint.ToString());
    }

    [Fact]
    public async Task A_text_is_cut_where_it_gets_too_long_and_never_within_a_character()
    {
        await using var services = Services(("MostCharacters", "100"));

        await services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync([new string('x', 99) + "\U0001F600 and more", new string('y', 200)]);

        _server.Batches[0].ShouldBe([new string('x', 99), new string('y', 100)]);
    }

    [Theory]
    [InlineData("Endpoint", "ftp://127.0.0.1/v1", "http://127.0.0.1:11434/v1")]
    [InlineData("Endpoint", "v1", "http://127.0.0.1:11434/v1")]
    [InlineData("Endpoint", "http://me:hunter2@127.0.0.1/v1", "Embeddings:ApiKey")]
    [InlineData("Model", "", "Embeddings:Model")]
    [InlineData("BatchSize", "0", "BatchSize")]
    public async Task Settings_that_cannot_work_are_refused_by_name(string setting, string value, string named)
    {
        await using var services = Services((setting, value));

        var refusal = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<EmbeddingOptions>>().Value);

        refusal.Message.ShouldContain(named);
        refusal.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Without_an_endpoint_the_model_of_the_product_answers()
    {
        await using var services = Services(("Endpoint", ""), ("Model", ""));

        services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().ShouldBeOfType<StaticEmbeddingGenerator>();
    }

    private ServiceProvider Services(params (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Embeddings:Endpoint"] = _server.Endpoint.ToString(), ["Embeddings:Model"] = "test-embed" };
        foreach (var (name, value) in settings)
        {
            values[$"Embeddings:{name}"] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddEmbeddings(configuration).BuildServiceProvider();
    }
}
