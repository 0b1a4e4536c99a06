using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Feeding;
using Singularity.Registry.Search.Index;
using Singularity.Tests.Registry.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Search.Vectors;

/// <summary>An index whose vectors another model makes.</summary>
public sealed class GivenVectorsTests : IDisposable
{
    private readonly ScriptedGenerator _generator = new();
    private readonly FakeTimeProvider _time = new();
    private readonly PackageIndex _index;
    private readonly VectorFill _fill;

    public GivenVectorsTests()
    {
        var model = SearchModels.Of(_generator);
        _index = new PackageIndex(new IndexOptions(), model);
        _fill = new VectorFill(model, _time, NullLogger<VectorFill>.Instance);
        _index.PutPackages([Document("kennel", "Walk the dog"), Document("bakery", "Fresh bread"), Document("garage", "Repair engines")]).ShouldBeTrue();
    }

    [Fact]
    public async Task Finds_by_the_other_models_vectors_once_they_are_there()
    {
        (await FindAsync("a pet", IndexMode.Semantic)).Notice.ShouldNotBeNull().ShouldContain("3 of 3");
        (await _fill.FillAsync(_index, CancellationToken.None)).ShouldBeFalse();

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
        await _fill.FillAsync(_index, CancellationToken.None);
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

    [Fact]
    public async Task Asks_again_after_a_pause_for_vectors_that_it_did_not_get()
    {
        _generator.Fault = new HttpRequestException("refused");
        (await _fill.FillAsync(_index, CancellationToken.None)).ShouldBeFalse();
        _generator.Fault = null;
        (await _fill.FillAsync(_index, CancellationToken.None)).ShouldBeFalse();
        _index.Packages.Lacking.ShouldBe(3);
        _generator.Calls.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(11));
        await _fill.FillAsync(_index, CancellationToken.None);

        _index.Packages.Lacking.ShouldBe(0);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task A_vector_that_is_all_zero_or_not_finite_is_refused(float value)
    {
        _generator.Answer = [value, 0, 0];
        await _fill.FillAsync(_index, CancellationToken.None);
        _index.Packages.Lacking.ShouldBe(0);
        (await FindAsync("bread", IndexMode.Hybrid)).Notice.ShouldNotBeNull().ShouldContain("all zero or not finite");
        _generator.Answer = null;

        var found = await FindAsync("a pet", IndexMode.Semantic);

        found.Hits.ShouldBeEmpty();
        (await FindAsync("bread", IndexMode.Keyword)).Hits.ShouldHaveSingleItem().Title.ShouldBe("bakery");
    }

    [Fact]
    public async Task A_document_that_changes_gets_a_new_vector_and_one_that_goes_none()
    {
        await _fill.FillAsync(_index, CancellationToken.None);
        _index.PutPackages([Document("garage", "Horse stable")]);
        _index.Packages.Lacking.ShouldBe(1);
        _index.RemovePackage(Ecosystem.Npm, "kennel");

        await _fill.FillAsync(_index, CancellationToken.None);

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
        new IndexSource(ServedBy.Memory, _index, new IndexOptions()).FindPackagesAsync(new SearchNeed(text, mode, 10, new SearchFilter()), CancellationToken.None);
}
