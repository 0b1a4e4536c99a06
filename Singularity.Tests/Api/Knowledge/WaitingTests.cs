using Singularity.Api.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.Api.Knowledge;

public sealed class WaitingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_signal_that_is_set_before_the_wait_ends_it_and_only_it()
    {
        var signal = new Signal(_time);
        signal.Set();
        signal.Set();

        (await signal.WaitAsync(Long, CancellationToken.None)).ShouldBeTrue();
        var second = signal.WaitAsync(Long, CancellationToken.None);
        second.IsCompleted.ShouldBeFalse();
        signal.Set();
        (await second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_wait_without_a_signal_ends_with_its_time()
    {
        var wait = new Signal(_time).WaitAsync(Long, CancellationToken.None);
        _time.Advance(Long);

        (await wait).ShouldBeFalse();
    }

    [Fact]
    public void Pauses_double_up_to_the_longest_differ_by_chance_and_begin_anew()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        foreach (var expected in (double[])[1, 2, 4, 8, 16, 30, 30])
        {
            backoff.Next().TotalSeconds.ShouldBeInRange(expected * 0.8, expected);
        }

        for (var i = 0; i < 100; i++)
        {
            backoff.Next().TotalSeconds.ShouldBeInRange(24, 30);
        }

        backoff.Reset();
        backoff.Next().TotalSeconds.ShouldBeInRange(0.8, 1);
        Enumerable.Range(0, 20).Select(_ => backoff.Next()).Distinct().Count().ShouldBeGreaterThan(1);
    }
}
