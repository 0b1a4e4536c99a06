using Singularity.Registry.Search;
using Singularity.Registry.Search.Feeding;
using Singularity.Registry.Search.Index;
using Singularity.Tests.Registry.Search.Postgres;

namespace Singularity.Tests.Registry.Search.Feeding;

[Collection("registry")]
public sealed class VectorFillTests(RegistryServers servers)
{
    [Fact]
    public async Task Takes_from_PostgreSQL_what_another_model_made_of_the_text_as_it_is_now()
    {
        var generator = new ScriptedGenerator();
        await using var database = await SearchDatabase.CreateAsync(servers, generator);
        var model = SearchModels.Of(generator);
        using var index = new SearchIndex(new IndexOptions(), model.Encoder, model.Other);
        var fill = new VectorFill(database.Source, model);
        var kennel = SearchDatabase.Package("kennel", "Walk the dog");
        index.Put([IndexDocuments.Of(kennel), IndexDocuments.Of(SearchDatabase.Package("bakery", "Fresh bread"))]);

        await database.StoreAsync(kennel);
        await fill.FillAsync(index, CancellationToken.None);
        index.Lacking.ShouldBe(2);

        await database.IndexAsync();
        await fill.FillAsync(index, CancellationToken.None);
        index.Lacking.ShouldBe(1);
        index.Search(new IndexQuery("x", IndexMode.Semantic, Vector: new float[] { 1, 0, 0 }))[0].Document.Name.ShouldBe("kennel");

        // The index hears of a change before its vector is made anew; what was made of the old text says nothing about the new one.
        var stable = kennel with { Description = "Rent a stable" };
        index.Put([IndexDocuments.Of(stable)]);
        await fill.FillAsync(index, CancellationToken.None);
        index.Lacking.ShouldBe(2);
        await database.StoreAsync(stable);
        await database.IndexAsync();
        await fill.FillAsync(index, CancellationToken.None);
        index.Lacking.ShouldBe(1);
    }
}
