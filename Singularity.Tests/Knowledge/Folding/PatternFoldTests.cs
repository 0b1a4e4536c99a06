using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;

namespace Singularity.Tests.Knowledge.Folding;

public sealed class PatternFoldTests
{
    private static readonly Ulid A = ObservationSamples.Id(1);
    private static readonly Ulid B = ObservationSamples.Id(2);
    private static readonly Ulid C = ObservationSamples.Id(3);
    private int _next = 100;

    [Fact]
    public void Any_order_and_any_repetition_give_the_same_bytes() => Check.QuickThrowOnFailure(Prop.ForAll(
        ObservationSamples.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (observations, seed) =>
        {
            var random = new Random(seed);
            var shuffled = observations.Concat(observations.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);

            Bytes(shuffled).ShouldBe(Bytes(observations));
        }));

    [Fact]
    public void Machines_that_were_apart_agree_once_each_has_what_the_other_had() => Check.QuickThrowOnFailure(Prop.ForAll(
        ObservationSamples.Arbitrary, Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (observations, seed) =>
        {
            var random = new Random(seed);
            var here = observations.Where(_ => random.Next(3) > 0).ToList();
            var there = observations.Except(here).Concat(here.Where(_ => random.Next(2) == 0)).ToList();

            Bytes([.. here, .. there]).ShouldBe(Bytes([.. there, .. here]));
            Bytes([.. here, .. there]).ShouldBe(Bytes(observations));
        }));

    [Fact]
    public void Bytes_read_back_give_the_same_patterns() => Check.QuickThrowOnFailure(Prop.ForAll(ObservationSamples.Arbitrary, observations =>
    {
        var again = observations.Select(static o => ObservationReader.Read(o.Json).ShouldBeOfType<ObservationReading.Read>().Observation).ToArray();
        Bytes(again).ShouldBe(Bytes(observations));
    }));

    [Fact]
    public void No_use_is_lost_or_counted_twice_and_none_of_a_retracted_pattern_counts_for_another() => Check.QuickThrowOnFailure(Prop.ForAll(
        ObservationSamples.Arbitrary, observations =>
        {
            var patterns = PatternFold.Fold(observations.Concat(observations));
            var counted = patterns.Sum(static p => p.Uses.Successes + p.Uses.Failures);
            counted.ShouldBe(observations.Count(static o => o.Observation.Used is not null));
            foreach (var retracted in patterns.Where(static p => p.State is PatternState.Retracted))
            {
                (retracted.Uses.Successes + retracted.Uses.Failures)
                    .ShouldBe(observations.Count(o => o.Observation.PatternId == retracted.Id && o.Observation.Used is not null));
            }
        }));

    [Fact]
    public void Retracted_once_is_retracted_whatever_else_is_observed() => Check.QuickThrowOnFailure(Prop.ForAll(ObservationSamples.Arbitrary, observations =>
    {
        var tombs = observations.Where(static o => o.Observation.Retracted is not null).Select(static o => o.Observation.PatternId).ToHashSet();
        var patterns = PatternFold.Fold(observations);

        patterns.Where(static p => p.State is PatternState.Retracted).Select(static p => p.Id).ShouldBe(tombs.Order());
        patterns.Where(p => tombs.Contains(p.Id)).ShouldAllBe(static p => p.Content == null && p.Retraction != null);
    }));

    [Fact]
    public void Groups_are_what_following_the_merges_from_anywhere_reaches() => Check.QuickThrowOnFailure(Prop.ForAll(ObservationSamples.Arbitrary, observations =>
    {
        var edges = observations.Where(static o => o.Observation.MergeConfirmed is not null)
            .Select(static o => (o.Observation.PatternId, o.Observation.MergeConfirmed!.Other)).ToList();
        foreach (var pattern in PatternFold.Fold(observations).Where(static p => p.State is PatternState.Merged))
        {
            var reached = Reach(pattern.Id, edges);
            reached.ShouldContain(pattern.MergedInto!.Value);
            (pattern.MergedInto < pattern.Id || observations.All(o => o.Observation.Id != pattern.Id)).ShouldBeTrue();
        }
    }));

    [Fact]
    public void The_last_correction_of_each_field_holds_whatever_order_they_come_in()
    {
        var patterns = Fold(
            Correct(A, 3, new PatternChanges { Title = "Third" }), Correct(A, 1, new PatternChanges { Title = "First", Body = "First body" }),
            Correct(A, 2, new PatternChanges { Title = "Second", Code = "", Language = "" }), ObservationSamples.Learn(A));

        var content = patterns.ShouldHaveSingleItem().Content!;
        content.Title.ShouldBe("Third");
        content.Body.ShouldBe("First body");
        content.Code.ShouldBeNull();
        content.Language.ShouldBeNull();
        content.Tags.ShouldBe(["resilience", "http"]);
    }

    [Fact]
    public void A_correction_holds_also_when_its_author_had_a_clock_that_was_days_behind()
    {
        var past = ObservationSamples.Observe(
            ObservationSamples.Id(50), A, new Corrected { Changes = new PatternChanges { Title = "Mended" } }, "two", new HybridTime(ObservationSamples.Start - 432_000_000, 0));

        Fold(ObservationSamples.Learn(A), ObservationSamples.Received(past)).Single().Content!.Title.ShouldBe("Mended");
    }

    [Fact]
    public void Stamps_that_are_equal_are_told_apart_by_instance_and_then_by_id()
    {
        var stamp = new HybridTime(ObservationSamples.Start + 5, 0);
        var changes = (string title) => new Corrected { Changes = new PatternChanges { Title = title } };

        Fold(
            ObservationSamples.Learn(A),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(61), A, changes("of two"), "two", stamp)),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(62), A, changes("of one"), "one", stamp)),
            ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(60), A, changes("of two, earlier"), "two", stamp)))
            .Single().Content!.Title.ShouldBe("of two");
    }

    [Fact]
    public void What_is_learned_again_after_it_was_retracted_lives_under_its_own_id_and_names_the_old_one()
    {
        var patterns = Fold(
            ObservationSamples.Learn(A), Observe(A, new Retracted { Reason = "wrong" }), ObservationSamples.Learn(B, replaces: A),
            Observe(A, new Corrected { Changes = new PatternChanges { Title = "Too late" } }));

        patterns[0].State.ShouldBe(PatternState.Retracted);
        patterns[0].Retraction!.Reason.ShouldBe("wrong");
        patterns[1].State.ShouldBe(PatternState.Live);
        patterns[1].Replaces.ShouldBe(A);
    }

    [Fact]
    public void A_merge_in_either_direction_and_in_a_circle_leaves_the_smallest_with_all_uses()
    {
        var patterns = Fold(
            ObservationSamples.Learn(A), ObservationSamples.Learn(B), ObservationSamples.Learn(C), Observe(C, new MergeConfirmed { Other = B }),
            Observe(A, new MergeConfirmed { Other = C }), Observe(B, new MergeConfirmed { Other = A }),
            Observe(A, new Used { Success = true }), Observe(B, new Used { Success = true }, "two"), Observe(C, new Used { Success = false }));

        patterns.Select(static p => p.State).ShouldBe([PatternState.Live, PatternState.Merged, PatternState.Merged]);
        patterns[0].Merged.ShouldBe([B, C]);
        patterns[0].Uses.Successes.ShouldBe(2);
        patterns[0].Uses.Failures.ShouldBe(1);
        patterns[0].Uses.ByInstance.ShouldBe([new InstanceUses("one", 1, 1), new InstanceUses("two", 1, 0)]);
        patterns[2].MergedInto.ShouldBe(A);
        patterns[2].Uses.ShouldBe(PatternUses.None);
    }

    [Fact]
    public void When_the_smallest_of_a_group_is_retracted_the_next_stands_for_the_rest_without_its_uses()
    {
        var patterns = Fold(
            ObservationSamples.Learn(A), ObservationSamples.Learn(B), ObservationSamples.Learn(C), Observe(A, new MergeConfirmed { Other = B }),
            Observe(A, new MergeConfirmed { Other = C }), Observe(A, new Used { Success = true }), Observe(C, new Used { Success = true }),
            Observe(A, new Retracted()));

        patterns.Select(static p => p.State).ShouldBe([PatternState.Retracted, PatternState.Live, PatternState.Merged]);
        patterns[1].Uses.Successes.ShouldBe(1);
        patterns[1].Merged.ShouldBe([C]);
    }

    [Fact]
    public void One_cause_found_by_many_counts_once_until_a_correction_answers_it()
    {
        var found = new[]
        {
            ObservationSamples.Learn(A), Observe(A, new Weakened { Cause = "gone", Reason = "Repo.all is gone" }),
            Observe(A, new Weakened { Cause = "gone", Reason = "seen here too" }, "two"), Observe(A, new Weakened { Cause = "slow", Reason = "slow" }),
        };

        Fold(found).Single().Weaknesses.Select(static w => (w.Cause, w.Reason)).ShouldBe([("gone", "Repo.all is gone"), ("slow", "slow")]);
        Fold([.. found, Observe(A, new Corrected { Changes = new PatternChanges { Code = "Repo.stream" }, Answers = ["gone"] })])
            .Single().Weaknesses.ShouldHaveSingleItem().Cause.ShouldBe("slow");
    }

    [Fact]
    public void A_proposal_shows_on_both_patterns_until_they_are_merged()
    {
        var proposal = Observe(B, new MergeProposed { Other = A, Similarity = 0.95, Model = "m" });
        Fold(ObservationSamples.Learn(A), ObservationSamples.Learn(B), proposal).Select(static p => p.MergeCandidates.Single())
            .ShouldBe([new MergeCandidate(B, 0.95), new MergeCandidate(A, 0.95)]);
        Fold(ObservationSamples.Learn(A), ObservationSamples.Learn(B), proposal, Observe(A, new MergeConfirmed { Other = B }))
            .ShouldAllBe(static p => p.MergeCandidates.Count == 0);
    }

    [Fact]
    public void Uses_that_arrive_before_what_they_used_are_kept_for_it()
    {
        var use = Observe(A, new Used { Success = true });
        Fold(use).Single().State.ShouldBe(PatternState.Awaited);
        Fold(use, ObservationSamples.Learn(A)).Single().ShouldSatisfyAllConditions(
            static p => p.State.ShouldBe(PatternState.Live), static p => p.Uses.Successes.ShouldBe(1));
    }

    [Fact]
    public void Contents_that_differ_in_blanks_and_capitals_of_prose_are_equal_and_those_that_differ_in_code_are_not()
    {
        var content = ObservationSamples.Content();
        var hash = ContentHash.Of(content);
        ContentHash.Of(content with { Title = "  RETRY \n with jitter ", Tags = [] }).ShouldBe(hash);
        ContentHash.Of(content with { Code = content.Code!.ToUpperInvariant() }).ShouldNotBe(hash);
        ContentHash.Of(content with { Kind = PatternKind.Prompt }).ShouldNotBe(hash);
        ContentHash.Of(content with { Title = content.Title + content.Body, Body = "x" }).ShouldNotBe(ContentHash.Of(content with { Body = content.Body + "x" }));
    }

    private static byte[] Bytes(IEnumerable<ReceivedObservation> observations) => ObservationSamples.Bytes(PatternFold.Fold(observations));

    private static IReadOnlyList<Pattern> Fold(params ReceivedObservation[] observations) => PatternFold.Fold(observations);

    private static HashSet<Ulid> Reach(Ulid from, List<(Ulid Left, Ulid Right)> edges)
    {
        var reached = new HashSet<Ulid> { from };
        while (edges.Any(e => reached.Contains(e.Left) != reached.Contains(e.Right)))
        {
            foreach (var (left, right) in edges.Where(e => reached.Contains(e.Left) || reached.Contains(e.Right)))
            {
                reached.Add(left);
                reached.Add(right);
            }
        }

        return reached;
    }

    private ReceivedObservation Observe(Ulid pattern, ObservationFact fact, string instance = "one") =>
        ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(_next++, ObservationSamples.Start + _next), pattern, fact, instance));

    private ReceivedObservation Correct(Ulid pattern, int minute, PatternChanges changes) => ObservationSamples.Received(ObservationSamples.Observe(
        ObservationSamples.Id(_next++), pattern, new Corrected { Changes = changes }, stamp: new HybridTime(ObservationSamples.Start + (minute * 60_000), 0)));
}
