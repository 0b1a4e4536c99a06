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

        plan.ShouldBe(new WordPlan(plan.Heads, null, plan.Parts));
        plan.Heads.ShouldBeEmpty();
        plan.Parts.ShouldBe([new WordPart("'one'", 500), new WordPart("'two'", 500), new WordPart("'one' & 'two'", WordPlan.Budget)]);
        WordPlan.Make([], Statistics(Count), 1).Parts.ShouldBeEmpty();
    }

    [Fact]
    public void Of_common_words_the_rarest_in_titles_choose_with_any_of_the_others_until_they_bring_enough()
    {
        Heads(1, ("one", 60_000, 8_000), ("two", 50_000, 7_000), ("three", 40_000, 9_000)).ShouldBe([new WordPart("'two' & ('one' | 'three')", WordPlan.Budget)]);
        Heads(1, ("one", 60_000, 2_000), ("two", 50_000, 3_000), ("three", 40_000, 4_000)).ShouldBe(
            [new WordPart("'one' & ('two' | 'three')", WordPlan.Budget / 2), new WordPart("'two' & ('three')", WordPlan.Budget / 2)]);
    }

    [Fact]
    public void Titles_choose_only_where_no_rarer_word_does()
    {
        Heads(1, ("one", 60_000, 8_000), ("two", 50_000, 7_000), ("zebra", 900, 90)).ShouldBeEmpty();
        Heads(1, ("one", 3_000, 3_000), ("two", 2_000, 2_000)).ShouldBeEmpty("few have both, wherever");
        Heads(1, ("one", 60_000, 8_000)).ShouldBeEmpty("a word alone has no other");
        Heads(1, ("one", 60_000, 8_000), ("two", 20_000, 7_000)).ShouldHaveSingleItem();
    }

    [Fact]
    public void Titles_are_not_asked_where_they_bring_too_few_or_their_lists_are_too_long()
    {
        Heads(1, ("one", 60_000, 400), ("two", 50_000, 400)).ShouldBeEmpty();
        Heads(0.02, ("one", 90_000, 8_000), ("two", 80_000, 7_000)).ShouldBeEmpty();
        Heads(1, ("one", 90_000, 40_000), ("two", 80_000, 30_000)).ShouldBeEmpty();
        Heads(1, ("one", 90_000, 0), ("two", 80_000, 0)).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_is_counted_the_texts_with_all_words_are_asked_for_and_the_rows_are_bounded() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, (int)Count)).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), static (texts, share) =>
        {
            var words = texts.Take(32).Select(static (of, at) => (Term: $"w{at:00}", Texts: of)).ToArray();
            var plan = WordPlan.Make(
                [.. words.Select(static word => word.Term)], Statistics(Count, words, [.. words.Select(static word => (word.Term, word.Texts / 10))]), share / 100.0);

            plan.Parts.Any(part => words.All(word => part.Query.Contains($"'{word.Term}'", StringComparison.Ordinal))).ShouldBe(words.Length > 0);
            plan.Parts.Concat(plan.Heads).ShouldAllBe(static part => part.Limit > 0);
            plan.Heads.Sum(static part => part.Limit).ShouldBeLessThanOrEqualTo(WordPlan.Budget);
            plan.Parts.Sum(static part => part.Limit).ShouldBeLessThanOrEqualTo((4 * WordPlan.Budget) + (200 * plan.Parts.Count));
        }));

    private static WordPlan Plan(double share, params (string Term, int Texts)[] words) =>
        WordPlan.Make([.. words.Select(static word => word.Term)], Statistics(Count, words), share);

    private static IReadOnlyList<WordPart> Heads(double share, params (string Term, int Texts, int InHeads)[] words) => WordPlan.Make(
        [.. words.Select(static word => word.Term)],
        Statistics(Count, [.. words.Select(static word => (word.Term, word.Texts))], [.. words.Where(static word => word.InHeads > 0).Select(static word => (word.Term, word.InHeads))]),
        share).Heads;

    private static TextStatistics Statistics(double count, params (string Term, int Texts)[] words) => Statistics(count, words, []);

    private static TextStatistics Statistics(double count, (string Term, int Texts)[] words, (string Term, int Texts)[] heads) => new(
        count, Shares(words), new Dictionary<string, double>(), new Dictionary<string, double>(), new Dictionary<string, double>(), 0, Shares(heads));

    private static Dictionary<string, double> Shares((string Term, int Texts)[] words) => words.ToDictionary(static word => word.Term, static word => word.Texts / Count);

    private static IEnumerable<string> Queries(WordPlan plan) => plan.Parts.Select(static part => part.Query);
}
