using Microsoft.Extensions.Options;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Tests.Registry.Storage;

namespace Singularity.Tests.Registry.Search;

public sealed class ExampleRankingTests
{
    private static readonly PackageRecord Package = StoreTests.Package("demo", "1.0.0", latest: "1.0.0");
    private static readonly Snippet Readme = Make(SnippetKind.Readme, "Usage", "parse(text)");
    private static readonly Snippet Example = Make(SnippetKind.Example, "retry.js", "retryWithBackoff(fetchAll)");
    private static readonly Snippet Doctest = Make(SnippetKind.Doctest, "parse", "parse('1') // 1, a much longer piece of code that costs tokens");

    [Fact]
    public void Without_a_query_the_readme_comes_first_then_examples() =>
        ExampleRanking.InOrder([Doctest, Example, Readme]).ShouldBe([Readme, Example, Doctest]);

    [Fact]
    public void With_a_query_what_has_to_do_with_it_comes_and_nothing_else() =>
        Ranking().Rank("retry with backoff", Package, [Doctest, Example, Readme]).Select(static hit => hit.Snippet).ShouldBe([Example]);

    [Fact]
    public void Says_what_the_score_is_made_of()
    {
        var hit = Ranking().Rank("parse", Package, [Doctest, Example, Readme])[0];

        hit.Snippet.ShouldBe(Doctest);
        hit.Terms.ShouldBe(["parse"]);
        hit.Why.ShouldNotBeNull().Name.ShouldBe(SearchKinds.ExactName);
        hit.Why.Keyword.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Takes_whole_snippets_within_the_budget_and_goes_on_after_one_that_is_too_large()
    {
        var (taken, tokens) = ExampleRanking.Take([Readme, Doctest, Example], 10, Readme.Tokens + Example.Tokens);

        taken.ShouldBe([Readme, Example]);
        tokens.ShouldBe(Readme.Tokens + Example.Tokens);
        ExampleRanking.Take([Readme, Doctest, Example], 1, int.MaxValue).Taken.ShouldBe([Readme]);
    }

    private static ExampleRanking Ranking() => new(SearchModels.Static, Options.Create(new IndexOptions()));

    private static Snippet Make(SnippetKind kind, string title, string code) =>
        Snippet.Create(kind, "pkg:npm/demo@1.0.0", "README.md", 1, title, code, "javascript");
}
