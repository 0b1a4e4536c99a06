using Singularity.Contracts.Packages;
using Singularity.Registry.Search;

namespace Singularity.Tests.Registry.Search;

public sealed class ExampleRankingTests
{
    private static readonly Snippet Readme = Make(SnippetKind.Readme, "Usage", "parse(text)");
    private static readonly Snippet Example = Make(SnippetKind.Example, "retry.js", "retryWithBackoff(fetchAll)");
    private static readonly Snippet Doctest = Make(SnippetKind.Doctest, "parse", "parse('1') // 1, a much longer piece of code that costs tokens");

    [Fact]
    public void Without_a_query_the_readme_comes_first_then_examples() =>
        ExampleRanking.Rank(null, [Doctest, Example, Readme]).ShouldBe([Readme, Example, Doctest]);

    [Fact]
    public void With_a_query_what_matches_it_comes_and_nothing_else() =>
        ExampleRanking.Rank("retry with backoff", [Doctest, Example, Readme]).ShouldBe([Example]);

    [Fact]
    public void Takes_whole_snippets_within_the_budget_and_goes_on_after_one_that_is_too_large()
    {
        var (taken, tokens) = ExampleRanking.Take([Readme, Doctest, Example], 10, Readme.Tokens + Example.Tokens);

        taken.ShouldBe([Readme, Example]);
        tokens.ShouldBe(Readme.Tokens + Example.Tokens);
        ExampleRanking.Take([Readme, Doctest, Example], 1, null).Taken.ShouldBe([Readme]);
    }

    private static Snippet Make(SnippetKind kind, string title, string code) =>
        Snippet.Create(kind, "pkg:npm/demo@1.0.0", "README.md", 1, title, code, "javascript");
}
