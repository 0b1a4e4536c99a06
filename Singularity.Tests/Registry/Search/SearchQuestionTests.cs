using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search;

public sealed class SearchQuestionTests
{
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<SearchPackages, string> Wrong => new()
    {
        { new SearchPackages(""), "query" },
        { new SearchPackages(" \t\n\0 "), "query" },
        { new SearchPackages(null!), "query" },
        { new SearchPackages("x", Limit: 0), "limit" },
        { new SearchPackages("x", Limit: 101), "limit" },
        { new SearchPackages("x", Mode: "fuzzy"), "'keyword', 'semantic' and 'hybrid'" },
        { new SearchPackages("x", Mode: null!), "'hybrid'" },
        { new SearchPackages("x", ["song"]), "'snippet'" },
        { new SearchPackages("x", [null!, "song"]), "kinds" },
        { new SearchPackages("x", Ecosystems: [(Ecosystem)99]), "pypi" },
        { new SearchPackages("x", SnippetKinds: [(SnippetKind)99]), "doctest" },
        { new SearchPackages("x", MaxAdvisorySeverity: "terrible"), "critical" },
        { new SearchPackages("x", MaxAgeDays: 0), "36500" },
        { new SearchPackages("x", MaxAgeDays: 36_501), "maxAgeDays" },
        { new SearchPackages("x", TokenBudget: 0), "tokenBudget" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Says_what_is_wrong_and_what_is_known(SearchPackages request, string named)
    {
        SearchQuestion.TryRead(request, Now, out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain(named);
    }

    [Fact]
    public void Reads_every_filter()
    {
        var request = new SearchPackages(
            " retry\0now ", ["snippet"], [Ecosystem.Cargo], " MIT ", 7, "semantic", "medium", [SnippetKind.Readme], "TypeScript", "1.0.0", 30, 500);

        SearchQuestion.TryRead(request, Now, out var question, out _).ShouldBeTrue();

        question.ShouldNotBeNull();
        (question.Packages, question.Snippets, question.TokenBudget).ShouldBe((false, true, 500));
        (question.Need.Text, question.Need.Mode, question.Need.Limit).ShouldBe(("retry now", IndexMode.Semantic, 7));
        var filter = question.Need.Filter;
        (filter.License, filter.WorstAdvisory, filter.Version, filter.Language).ShouldBe(("MIT", (short)2, "1.0.0", "typescript"));
        filter.PublishedSince.ShouldBe(Now.AddDays(-30));
        filter.Ecosystems.ShouldBe([Ecosystem.Cargo]);
        filter.SnippetKinds.ShouldBe([SnippetKind.Readme]);
    }

    [Fact]
    public void Cuts_what_is_longer_than_any_need() => SearchQuestion.Text(new string('x', 10_000)).Length.ShouldBe(IndexQuery.MostCharacters);
}
