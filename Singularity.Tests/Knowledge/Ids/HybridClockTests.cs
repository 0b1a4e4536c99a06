using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Ids;

namespace Singularity.Tests.Knowledge.Ids;

public sealed class HybridClockTests
{
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    [Fact]
    public void Whatever_arrives_and_however_the_wall_clock_moves_stamps_grow_and_follow_what_was_seen() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from kind in Gen.Choose(0, 2)
         from days in Gen.Choose(-400, 400)
         from ms in Gen.Choose(0, 3)
         from counter in Gen.Choose(0, 3)
         select (kind, days, ms, counter)).ListOf().ToArbitrary(),
        steps =>
        {
            var time = new MovableTime();
            var clock = new HybridClock(time, MaxAhead);
            var newest = clock.Now();
            long refused = 0;
            foreach (var (kind, days, ms, counter) in steps)
            {
                var stamp = new HybridTime(ObservationSamples.Start + (days * 3_600_000L) + ms, counter);
                if (kind == 0)
                {
                    // Back and forth, at most half a day from where it started.
                    time.Now = DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start + (days * 100_000L));
                }
                else if (kind == 1)
                {
                    var tooFar = stamp.WallMs - time.Now.ToUnixTimeMilliseconds() > MaxAhead.TotalMilliseconds;
                    refused += tooFar ? 1 : 0;
                    (clock.Receive(stamp) is ClockReceipt.TooFarAhead).ShouldBe(tooFar);
                    newest = tooFar || stamp < newest ? newest : stamp;
                }

                var now = clock.Now();
                (now > newest).ShouldBeTrue();
                newest = now;
            }

            clock.TooFarAhead.ShouldBe(refused);
        }));

    [Fact]
    public void Keeps_near_the_wall_clock_when_all_clocks_are_right()
    {
        var time = new MovableTime();
        var clock = new HybridClock(time, MaxAhead);
        for (var i = 0; i < 1_000; i++)
        {
            time.Now += TimeSpan.FromMilliseconds(i % 2);
            clock.Receive(new HybridTime(time.Now.ToUnixTimeMilliseconds(), i));
            clock.Now().WallMs.ShouldBe(time.Now.ToUnixTimeMilliseconds());
        }
    }

    [Fact]
    public void A_correction_follows_what_it_answers_even_where_the_clock_does_not()
    {
        var clock = new HybridClock(new MovableTime(), MaxAhead);
        var future = new HybridTime(ObservationSamples.Start + (400L * 86_400_000), 7);

        (clock.NowAfter(future) > future).ShouldBeTrue();
        clock.Now().WallMs.ShouldBe(ObservationSamples.Start);
        clock.TooFarAhead.ShouldBe(1);

        var near = new HybridTime(ObservationSamples.Start + 1_000, 7);
        (clock.NowAfter(near) > near).ShouldBeTrue();
        (clock.Now() > near).ShouldBeTrue();
    }

    [Fact]
    public void Counters_go_over_into_the_next_millisecond()
    {
        new HybridTime(5, HybridTime.MaxCounter).Next().ShouldBe(new HybridTime(6, 0));
        var last = new HybridTime(HybridTime.MaxWallMs, HybridTime.MaxCounter);
        last.Next().ShouldBe(last);
    }
}
