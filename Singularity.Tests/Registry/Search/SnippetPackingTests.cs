using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class SnippetPackingTests
{
    /// <summary>Ranked hits: length of the code, its line, the file it is in.</summary>
    private static readonly Arbitrary<(int Length, int Line, int File)[]> Hits =
        (from length in Gen.Choose(1, 400) from line in Gen.Choose(1, 30) from file in Gen.Choose(1, 3) select (length, line, file)).ArrayOf().ToArbitrary();

    [Fact]
    public void Stays_within_the_budget_with_whole_snippets_and_always_alike() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Hits, Gen.Choose(1, 400).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), static (given, budget, limit) =>
        {
            var ranked = Ranked(given);
            var packed = SnippetPacking.Pack(ranked, limit, budget);

            packed.Tokens.ShouldBeLessThanOrEqualTo(budget);
            var whole = ranked.Count(hit => packed.Hits.Any(taken => taken.Snippet!.Code.Contains(hit.Snippet!.Code, StringComparison.Ordinal)));
            whole.ShouldBe(ranked.Count - packed.LeftOut);
            whole.ShouldBeLessThanOrEqualTo(limit);
            packed.Hits.Sum(static hit => Lines(hit.Snippet!)).ShouldBeGreaterThanOrEqualTo(whole);
            SnippetPacking.Pack(Ranked(given), limit, budget).Hits.Select(static hit => hit.Snippet!.Code)
                .ShouldBe(packed.Hits.Select(static hit => hit.Snippet!.Code));
        }));

    [Fact]
    public void Is_worth_at_least_as_much_as_taking_them_in_order()
    {
        // The best alone would fill the budget that three nearly as good ones share.
        var ranked = new[] { Hit("best", 1, 400, 1.0), Hit("b", 1, 100, 0.9), Hit("c", 1, 100, 0.8), Hit("d", 1, 100, 0.7) };

        SnippetPacking.Pack(ranked, 10, 100).Hits.Select(static hit => hit.Snippet!.Path).ShouldBe(["b", "c", "d"]);
        SnippetPacking.Pack(ranked, 10, 1000).Hits.Count.ShouldBe(4);
        SnippetPacking.Pack(ranked, 1, 1000).Hits.ShouldHaveSingleItem().Snippet!.Path.ShouldBe("best");
        SnippetPacking.Pack(ranked, 10, 20).Hits.ShouldBeEmpty();
    }

    [Fact]
    public void Joins_two_of_one_section_when_both_are_taken()
    {
        var ranked = new[] { Hit("README.md", 12, 40, 1), Hit("other.md", 13, 40, 0.9), Hit("README.md", 8, 40, 0.8), Hit("README.md", 300, 40, 0.7) };

        var packed = SnippetPacking.Pack(ranked, 10, 1000);

        packed.Hits.Select(static hit => (hit.Snippet!.Path, hit.Snippet.Line)).ShouldBe([("README.md", 8), ("other.md", 13), ("README.md", 300)]);
        packed.Hits[0].Snippet!.Code.ShouldBe(ranked[2].Snippet!.Code + "\n\n" + ranked[0].Snippet!.Code);
        packed.Hits[0].Score.ShouldBe(1);
        packed.LeftOut.ShouldBe(0);
    }

    [Fact]
    public void Without_a_budget_the_first_come_as_they_are()
    {
        var ranked = new[] { Hit("README.md", 12, 40, 1), Hit("README.md", 8, 40, 0.8), Hit("README.md", 30, 40, 0.7) };

        var packed = SnippetPacking.Pack(ranked, 2, null);

        packed.Hits.ShouldBe(ranked[..2]);
        packed.LeftOut.ShouldBe(1);
    }

    private static List<SearchHit> Ranked((int Length, int Line, int File)[] given) =>
        [.. given.Select(static (hit, place) => Hit($"file{hit.File}", hit.Line, hit.Length, 1.0 / (place + 1), place))];

    private static SearchHit Hit(string path, int line, int length, double score, int number = 0)
    {
        // Unlike every other, so that it is found where it was put.
        var code = $"<{path}:{line}:{number}>".PadRight(length, 'x');
        var snippet = Snippet.Create(SnippetKind.Readme, "pkg:npm/demo@1.0.0", path, line, "Usage", code, "javascript");
        return new SearchHit(SearchKinds.Snippet, snippet.Purl, snippet.Title, null, score, [], snippet);
    }

    private static int Lines(Snippet snippet) => snippet.Code.Split('\n').Length;
}
