using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Singularity.Registry.Collecting;

namespace Singularity.Tests.Registry.Collecting;

public sealed class SingleFlightTests
{
    private readonly SingleFlight<string, int> _flights = new(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));

    [Fact]
    public async Task Runs_once_for_all_who_ask_at_the_same_time_and_again_for_the_next()
    {
        var gate = new TaskCompletionSource();
        var runs = 0;

        var together = Enumerable.Range(0, 1_000).Select(_ => _flights.RunAsync("k", Work, CancellationToken.None)).ToArray();
        gate.SetResult();

        (await Task.WhenAll(together)).ShouldAllBe(static result => result == 1);
        (await _flights.RunAsync("k", Work, CancellationToken.None)).ShouldBe(2);

        async Task<int> Work(CancellationToken cancellationToken)
        {
            await gate.Task.WaitAsync(cancellationToken);
            return Interlocked.Increment(ref runs);
        }
    }

    [Fact]
    public async Task One_caller_that_gives_up_does_not_take_the_answer_from_the_others()
    {
        var gate = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var first = _flights.RunAsync("k", Work, impatient.Token);
        var second = _flights.RunAsync("k", Work, CancellationToken.None);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.SetResult();

        (await second).ShouldBe(7);

        async Task<int> Work(CancellationToken cancellationToken)
        {
            await gate.Task.WaitAsync(cancellationToken);
            return 7;
        }
    }

    [Fact]
    public async Task A_failure_reaches_every_caller_and_is_not_remembered()
    {
        var runs = 0;
        await Should.ThrowAsync<InvalidOperationException>(_flights.RunAsync("k", Work, CancellationToken.None));
        (await _flights.RunAsync("k", Work, CancellationToken.None)).ShouldBe(2);

        Task<int> Work(CancellationToken cancellationToken) =>
            ++runs == 1 ? throw new InvalidOperationException("first") : Task.FromResult(runs);
    }
}
