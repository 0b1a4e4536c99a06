using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Scoring;

namespace Singularity.Tests.Knowledge.Scoring;

public sealed class PatternScoreTests
{
    private const int Today = 20_000;
    private static readonly KnowledgeOptions Defaults = new();
    private static readonly PatternScores Scores = new(Options.Create(Defaults), TimeProvider.System);

    private static readonly Arbitrary<Pattern> Patterns =
        (from days in (from day in Gen.Choose(-2_000, 30) from good in Gen.Choose(0, 50) from bad in Gen.Choose(0, 20) select new DayUses(Today + day, good, bad)).ListOf()
         from instances in Gen.Choose(1, 5)
         from weaknesses in Gen.Choose(0, 3)
         select Used([.. days], instances, weaknesses)).ToArbitrary();

    // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553)]
    [InlineData(15, 148, 0.0624)]
    [InlineData(0, 20, 0.0000)]
    [InlineData(1, 29, 0.0061)]
    public void The_lower_bound_is_what_the_literature_has(int successes, int trials, double expected) =>
        Math.Round(Wilson.LowerBound(successes, trials), 4).ShouldBe(expected);

    [Fact]
    public void The_parts_make_the_whole_and_everything_is_a_share() => Check.QuickThrowOnFailure(Prop.ForAll(Patterns, pattern =>
    {
        var score = Scores.Of(pattern, Today);
        score.Confidence.ShouldBe((score.UsesPart + score.SuccessPart + score.InstancesPart) * score.Penalty);
        score.Confidence.ShouldBeInRange(0, 1);
        score.Wilson.ShouldBeInRange(0, 1);
        score.EffectiveSuccesses.ShouldBeLessThanOrEqualTo(score.EffectiveUses);
        score.EffectiveUses.ShouldBeLessThanOrEqualTo(score.Uses + 1e-9);
    }));

    [Fact]
    public void Another_success_never_lowers_and_another_failure_never_raises_the_bound() => Check.QuickThrowOnFailure(Prop.ForAll(Patterns, pattern =>
    {
        var before = Scores.Of(pattern, Today).Wilson;
        Scores.Of(With(pattern, 1, 0), Today).Wilson.ShouldBeGreaterThanOrEqualTo(before - 1e-12);
        Scores.Of(With(pattern, 0, 1), Today).Wilson.ShouldBeLessThanOrEqualTo(before + 1e-12);
    }));

    [Fact]
    public void Time_alone_never_raises_confidence() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from days in Gen.Choose(0, 3_000) from good in Gen.Choose(0, 500) from bad in Gen.Choose(0, 500) select (days, good, bad)).ToArbitrary(),
        t =>
        {
            var pattern = Used([new DayUses(Today, t.good, t.bad)], 3, 0);
            Scores.Of(pattern, Today + t.days).Confidence.ShouldBeLessThanOrEqualTo(Scores.Of(pattern, Today).Confidence + 1e-12);
        }));

    [Fact]
    public void A_use_counts_half_after_the_half_life_and_fully_when_dated_ahead()
    {
        var score = Scores.Of(Used([new DayUses(Today - 90, 8, 0), new DayUses(Today + 400, 0, 2)], 1, 0), Today);
        score.EffectiveSuccesses.ShouldBe(4);
        score.EffectiveUses.ShouldBe(6);
        score.Uses.ShouldBe(10);
        score.UsesPart.ShouldBe(0.4);
    }

    [Fact]
    public void A_pattern_that_nobody_used_has_no_confidence() => Scores.Of(Used([], 0, 0), Today).Confidence.ShouldBe(0);

    [Fact]
    public void Each_weakness_lowers_confidence_by_the_factor()
    {
        var days = new[] { new DayUses(Today, 10, 0) };
        Scores.Of(Used(days, 3, 2), Today).Confidence.ShouldBe(Scores.Of(Used(days, 3, 0), Today).Confidence * 0.49, 1e-12);
    }

    [Theory]
    [InlineData(3, 100, 0, true)]
    [InlineData(2, 100, 0, false)]
    [InlineData(3, 99, 0, false)]
    [InlineData(3, 100, 10, false)]
    public void Is_promoted_for_enough_instances_uses_and_success(int instances, int good, int bad, bool expected) =>
        Scores.Of(Used([new DayUses(Today, good, bad)], instances, 0), Today).DeservesPromotion.ShouldBe(expected);

    [Fact]
    public void A_promoted_pattern_stays_until_it_is_clearly_worse_or_gone()
    {
        var promotion = new Promotion(Options.Create(Defaults));
        var between = Used([new DayUses(Today, 95, 5)], 3, 0);
        var score = Scores.Of(between, Today);
        score.Wilson.ShouldBeInRange(Defaults.DemotionWilson, Defaults.PromotionWilson);

        promotion.Decide(isPromoted: false, between, score).ShouldBeFalse();
        promotion.Decide(isPromoted: true, between, score).ShouldBeTrue();
        promotion.Decide(isPromoted: true, between with { State = PatternState.Retracted }, score).ShouldBeFalse();
        var worse = Used([new DayUses(Today, 85, 15)], 3, 0);
        promotion.Decide(isPromoted: true, worse, Scores.Of(worse, Today)).ShouldBeFalse();
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        new KnowledgeOptionsSums().Validate(null, new KnowledgeOptions { UsesShare = 0.5 }).FailureMessage!.ShouldContain("UsesShare");
        new KnowledgeOptionsSums().Validate(null, new KnowledgeOptions { DemotionWilson = 0.95 }).FailureMessage!.ShouldContain("DemotionWilson");
        new KnowledgeOptionsValidator().Validate(null, new KnowledgeOptions { HalfLifeDays = 0 }).FailureMessage!.ShouldContain("HalfLifeDays");
        new KnowledgeOptionsSums().Validate(null, Defaults).Succeeded.ShouldBeTrue();
        new KnowledgeOptionsValidator().Validate(null, Defaults).Succeeded.ShouldBeTrue();
    }

    private static Pattern Used(DayUses[] days, int instances, int weaknesses) => new()
    {
        Id = ObservationSamples.Id(1),
        State = PatternState.Live,
        Content = ObservationSamples.Content(),
        Uses = new PatternUses(
            days.Sum(static d => d.Successes), days.Sum(static d => d.Failures), [.. Enumerable.Range(0, instances).Select(static i => new InstanceUses($"i{i}", 1, 0))], days),
        Weaknesses = [.. Enumerable.Range(0, weaknesses).Select(static i => new Weakness($"cause {i}", "reason", "one", new HybridTime(1, 0)))],
    };

    private static Pattern With(Pattern pattern, int good, int bad) =>
        Used([.. pattern.Uses.ByDay, new DayUses(Today, good, bad)], pattern.Uses.ByInstance.Count, pattern.Weaknesses.Count);
}
