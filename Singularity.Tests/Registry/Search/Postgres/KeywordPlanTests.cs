using Singularity.Registry.Search.Postgres;

namespace Singularity.Tests.Registry.Search.Postgres;

public sealed class KeywordPlanTests
{
    private const long Count = 200_000;
    private const long Budget = 3_000;
    private const int Wanted = 200;

    [Fact]
    public void Rare_words_bring_rows_and_common_ones_narrow_each_other() =>
        Rows(("rare", 100), ("common", 5_000), ("commoner", 8_000)).ShouldBe("'rare' | 'common' & 'commoner'");

    [Fact]
    public void Words_that_pass_the_budget_together_are_not_all_read() =>
        Rows(("one", 2_000), ("two", 2_500)).ShouldBe("'one'");

    [Fact]
    public void Pairs_of_very_common_words_cost_too_much_beside_a_rare_one() =>
        Rows(("rare", 2_000), ("the", 60_000), ("of", 70_000)).ShouldBe("'rare'");

    [Fact]
    public void Two_common_words_are_asked_for_together_where_few_rows_have_both() =>
        Rows(("simple", 9_000), ("types", 19_000)).ShouldBe("'simple' & 'types'");

    [Fact]
    public void One_common_word_is_read_in_the_order_of_downloads()
    {
        var plan = KeywordPlan.Make([("typescript", 15_000)], Count, Budget, Wanted)!;
        plan.Rows.ShouldBeNull();
        plan.Common.ToString().ShouldBe("'typescript'");
        KeywordPlan.Make([], Count, Budget, Wanted).ShouldBeNull();
    }

    private static string? Rows(params (string Text, long Documents)[] words) => KeywordPlan.Make(words, Count, Budget, Wanted)!.Rows?.ToString();
}
