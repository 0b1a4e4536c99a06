using Singularity.Contracts.Packages;
using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class HitOrderTests
{
    [Fact]
    public void Packages_and_snippets_are_merged_by_how_they_stand_to_the_best_of_their_kind()
    {
        var merged = HitMerge.Merge([Package("a", 8), Package("b", 6), Package("c", 1)], [Snippet("x", 0.4), Snippet("y", 0.36)], 4);

        merged.Select(static hit => hit.Title).ShouldBe(["a", "x", "y", "b"]);
        merged.Select(static hit => hit.Score).ShouldBe([1, 1, 0.9, 0.75]);
    }

    [Fact]
    public void An_exact_name_stays_first()
    {
        var exact = Package("exact", 0.2) with { Why = new SearchScores(0, 0, 0, 0, 1, Name: SearchKinds.ExactName) };

        var merged = HitMerge.Merge([exact, Package("popular", 5)], [Snippet("x", 1)], 10);

        merged.Select(static hit => hit.Title).ShouldBe(["exact", "popular", "x"]);
    }

    [Fact]
    public void One_package_has_three_of_the_first_ten_places_while_others_have_something_to_show()
    {
        var hits = Enumerable.Range(0, 12).Select(static i => Snippet($"a{i}", 20 - i, "pkg:npm/a@1.0.0"))
            .Concat(Enumerable.Range(0, 8).Select(static i => Snippet($"b{i}", 8 - i, $"pkg:npm/b{i}@1.0.0"))).ToList();

        var spread = SnippetSpread.Spread(hits);

        spread.Take(10).Count(static hit => hit.Purl == "pkg:npm/a@1.0.0").ShouldBe(3);
        spread.Count.ShouldBe(20);
        spread[10].Title.ShouldBe("a3");
        SnippetSpread.Spread([.. hits.Take(12)]).Select(static hit => hit.Title).ShouldBe(hits.Take(12).Select(static hit => hit.Title));
        HitMerge.Merge([], spread, 20).Select(static hit => hit.Title).ShouldBe(spread.Select(static hit => hit.Title));
    }

    [Fact]
    public void What_another_version_says_again_is_shown_once()
    {
        var spread = SnippetSpread.Spread([Snippet("same", 3, "pkg:npm/a@2.0.0"), Snippet("same", 3, "pkg:npm/a@1.0.0"), Snippet("same", 2, "pkg:npm/b@1.0.0")]);

        spread.Select(static hit => hit.Purl).ShouldBe(["pkg:npm/a@2.0.0", "pkg:npm/b@1.0.0"]);
    }

    private static SearchHit Package(string title, double score) => new(SearchKinds.Package, $"pkg:npm/{title}@1.0.0", title, null, score, []);

    private static SearchHit Snippet(string title, double score, string purl = "pkg:npm/a@1.0.0") => new(
        SearchKinds.Snippet, purl, title, null, score, [],
        Singularity.Contracts.Packages.Snippet.Create(SnippetKind.Readme, purl, "README.md", 1, title, $"{title}()", "javascript"));
}
