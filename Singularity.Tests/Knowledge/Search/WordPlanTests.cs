using FsCheck;
using FsCheck.Fluent;
using Singularity.Knowledge.Search;

namespace Singularity.Tests.Knowledge.Search;

public sealed class WordPlanTests
{
    private const double Count = 100_000;

    [Fact]
    public void Rare_words_bring_their_texts_and_the_texts_with_all_words_are_among_them() =>
        Queries(Plan(1, ("zebra", 3), ("retry", 60_000))).ShouldBe(["'zebra'", "'zebra' & 'retry'"]);

    [Fact]
    public void Common_words_bring_the_texts_that_have_two_of_them() =>
        Queries(Plan(1, ("one", 2_000), ("two", 3_000), ("three", 3_500))).ShouldBe(["'one' & 'two'", "'one' & 'three'", "'two' & 'three'", "'one' & 'two' & 'three'"], ignoreOrder: true);

    [Fact]
    public void Words_that_pass_the_budget_together_are_not_all_read() =>
        Queries(Plan(1, ("one", 700), ("two", 800))).ShouldBe(["'one'", "'one' & 'two'"]);

    [Fact]
    public void Of_words_that_most_texts_have_the_newest_with_all_are_taken()
    {
        var plan = Plan(1, ("one", 90_000), ("two", 80_000));

        plan.Newest.ShouldBe("'two' & 'one'");
        plan.Parts.ShouldBe([new WordPart("'two' & 'one'", WordPlan.Budget)]);
        Plan(1, ("one", 5_000)).Newest.ShouldBeNull();
    }

    [Fact]
    public void A_word_that_one_in_twenty_has_brings_no_texts_where_there_are_rarer_ones()
    {
        Queries(WordPlan.Make(["zebra", "package"], Statistics(100, ("zebra", 1_000), ("package", 90_000)), 1)).ShouldBe(["'zebra'", "'zebra' & 'package'"]);
        Queries(WordPlan.Make(["number", "package"], Statistics(100, ("number", 80_000), ("package", 90_000)), 1)).ShouldBe(["'number'", "'package'", "'number' & 'package'"]);
    }

    [Fact]
    public void Where_filters_leave_little_common_words_choose_as_rare_ones_do()
    {
        var plan = Plan(0.001, ("one", 90_000), ("two", 80_000));

        plan.Newest.ShouldBeNull();
        Queries(plan).ShouldBe(["'two'", "'one'", "'two' & 'one'"]);
    }

    [Fact]
    public void Before_anything_is_counted_every_word_has_its_share()
    {
        var plan = WordPlan.Make(["one", "two"], Statistics(0), 1);

        plan.ShouldBe(new WordPlan(plan.Parts, null));
        plan.Parts.ShouldBe([new WordPart("'one'", 500), new WordPart("'two'", 500), new WordPart("'one' & 'two'", WordPlan.Budget)]);
        WordPlan.Make([], Statistics(Count), 1).Parts.ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_is_counted_the_texts_with_all_words_are_asked_for_and_the_rows_are_bounded() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, (int)Count)).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), static (texts, share) =>
        {
            var words = texts.Take(32).Select(static (of, at) => (Term: $"w{at:00}", Texts: of)).ToArray();
            var plan = Plan(share / 100.0, words);

            plan.Parts.Any(part => words.All(word => part.Query.Contains($"'{word.Term}'", StringComparison.Ordinal))).ShouldBe(words.Length > 0);
            plan.Parts.ShouldAllBe(static part => part.Limit > 0);
            plan.Parts.Sum(static part => part.Limit).ShouldBeLessThanOrEqualTo((4 * WordPlan.Budget) + (200 * plan.Parts.Count));
        }));

    private static WordPlan Plan(double share, params (string Term, int Texts)[] words) =>
        WordPlan.Make([.. words.Select(static word => word.Term)], Statistics(Count, words), share);

    private static TextStatistics Statistics(double count, params (string Term, int Texts)[] words) => new(
        count, words.ToDictionary(static word => word.Term, static word => word.Texts / Count), new Dictionary<string, double>(), new Dictionary<string, double>(),
        new Dictionary<string, double>(), 0);

    private static IEnumerable<string> Queries(WordPlan plan) => plan.Parts.Select(static part => part.Query);
}
