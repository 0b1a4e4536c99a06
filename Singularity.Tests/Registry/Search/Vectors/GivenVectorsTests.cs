using Singularity.Contracts.Identity;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;
using Singularity.Tests.Registry.Storage;

namespace Singularity.Tests.Registry.Search.Vectors;

/// <summary>An index whose vectors another model makes.</summary>
public sealed class GivenVectorsTests : IDisposable
{
    private readonly ScriptedGenerator _generator = new();
    private readonly SearchModel _model;
    private readonly SearchIndex _index;

    public GivenVectorsTests()
    {
        _model = SearchModels.Of(_generator);
        _index = new SearchIndex(new IndexOptions(), _model.Encoder, _model.Other);
        _index.Put([Document("kennel", "Walk the dog"), Document("bakery", "Fresh bread"), Document("garage", "Repair engines")]).ShouldBe(3);
    }

    [Fact]
    public async Task Finds_by_the_other_models_vectors_once_they_are_there()
    {
        (await FindAsync("a pet", IndexMode.Semantic)).Notice.ShouldNotBeNull().ShouldContain("3 of 3");
        await FillAsync();

        var found = await FindAsync("a pet", IndexMode.Semantic);

        found.Notice.ShouldBeNull();
        found.Model.ShouldBe("worlds-3");
        found.Hits.ShouldHaveSingleItem().Title.ShouldBe("kennel");
        found.Hits[0].Why!.Semantic.ShouldBe(1, 0.01);
        (await FindAsync("meal", IndexMode.Hybrid)).Hits[0].Title.ShouldBe("bakery");
    }

    [Fact]
    public async Task Searches_by_words_and_says_so_when_the_model_does_not_answer()
    {
        await FillAsync();
        foreach (var fault in (Exception[])[new HttpRequestException("refused"), new TimeoutException("slow"), new InvalidOperationException("no JSON"), new TaskCanceledException()])
        {
            _generator.Fault = fault;

            var found = await FindAsync($"bread {fault.GetType().Name}", IndexMode.Hybrid);

            found.Searched.ShouldBe(IndexMode.Keyword);
            found.Model.ShouldBeNull();
            found.Notice.ShouldNotBeNull().ShouldContain("worlds-3");
            found.Hits.ShouldHaveSingleItem().Title.ShouldBe("bakery");
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_vector_that_is_all_zero_or_not_finite_is_refused(float value)
    {
        _generator.Answer = [value, 0, 0];
        await FillAsync();
        _index.Lacking.ShouldBe(0);
        (await FindAsync("bread", IndexMode.Hybrid)).Notice.ShouldNotBeNull().ShouldContain("all zero or not finite");
        _generator.Answer = null;

        var found = await FindAsync("a pet", IndexMode.Semantic);

        found.Hits.ShouldBeEmpty();
        (await FindAsync("bread", IndexMode.Keyword)).Hits.ShouldHaveSingleItem().Title.ShouldBe("bakery");
    }

    [Fact]
    public async Task A_document_that_changes_gets_a_new_vector_and_one_that_goes_none()
    {
        await FillAsync();
        _index.Put([Document("garage", "Horse stable")]);
        _index.Lacking.ShouldBe(1);
        _index.Remove([IndexDocuments.Id(Ecosystem.Npm, "kennel")]);

        await FillAsync();

        (await FindAsync("a pet", IndexMode.Semantic)).Hits.ShouldHaveSingleItem().Title.ShouldBe("garage");
    }

    [Fact]
    public void A_vector_of_another_length_is_refused()
    {
        using var index = new SearchIndex(new IndexOptions(), null, "other");
        index.Put([Document("a", "one"), Document("b", "two")]);
        index.SetVectors([("npm.a", new float[] { 1, 0, 0 })]);

        Should.Throw<ArgumentException>(() => index.SetVectors([("npm.b", new float[] { 1, 0 })]));

        index.Search(new IndexQuery("x", IndexMode.Semantic, Vector: new float[] { 1, 0 })).ShouldBeEmpty();
        index.Search(new IndexQuery("x", IndexMode.Semantic, Vector: new float[] { 1, 0, 0 })).ShouldHaveSingleItem().Document.Name.ShouldBe("a");
    }

    public void Dispose() => _index.Dispose();

    private static IndexDocument Document(string name, string summary) =>
        IndexDocuments.Of(StoreTests.Package(name, "1.0.0", latest: "1.0.0") with { Description = summary });

    private Task<SearchFindings> FindAsync(string text, IndexMode mode) =>
        IndexSource.FindAsync(_index, _model, new IndexOptions(), new SearchNeed(text, mode, 10, new SearchFilter()), static _ => true, CancellationToken.None);

    private async Task FillAsync()
    {
        var lacking = _index.ReadLacking(100);
        var vectors = await _model.EmbedAsync([.. lacking.Select(static document => document.Summary)], CancellationToken.None);
        _index.SetVectors([.. lacking.Zip(vectors, static (document, vector) => (document.Id, vector))]);
    }
}
