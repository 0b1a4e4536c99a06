using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.ServiceDefaults.Nats;

public sealed class SecondTryTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly ServiceReply<string> Answer = "yes";
    private readonly List<TaskCompletionSource<ServiceReply<string>>> _asked = [];
    private readonly List<TimeSpan> _given = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_answer_is_asked_for_once()
    {
        var reply = RunAsync(Deadline);
        _asked.Single().SetResult(Answer);

        (await reply).ShouldBe(Answer);
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_asked_a_second_time_and_never_a_third()
    {
        var reply = RunAsync(Deadline);
        await AdvanceUntilAskedTwiceAsync();
        _time.Advance(TimeSpan.FromSeconds(20));
        _asked[1].SetResult(Answer);

        (await reply).ShouldBe(Answer);
        _asked.Count.ShouldBe(2);
        _given[1].ShouldBeLessThan(Deadline);
    }

    [Fact]
    public async Task The_first_answer_counts_even_after_the_second_request()
    {
        var reply = RunAsync(Deadline);
        await AdvanceUntilAskedTwiceAsync();
        _asked[0].SetResult(Answer);

        (await reply).ShouldBe(Answer);
    }

    [Fact]
    public async Task A_second_request_that_nobody_hears_leaves_the_first_some_time()
    {
        var reply = RunAsync(Deadline);
        await AdvanceUntilAskedTwiceAsync();
        _asked[1].SetResult(new ServiceReply<string>.Failed(ErrorCodes.Unavailable, "Nobody answers."));
        _asked[0].SetResult(Answer);

        (await reply).ShouldBe(Answer);
    }

    [Theory]
    [InlineData(ErrorCodes.Busy)]
    [InlineData(ErrorCodes.Unavailable)]
    public async Task A_busy_or_stopping_service_is_asked_again_after_its_pause(int code)
    {
        var reply = RunAsync(Deadline);
        _asked[0].SetResult(new ServiceReply<string>.Failed(code, "Later.", TimeSpan.FromSeconds(3)));
        _asked.Count.ShouldBe(1);
        await AdvanceUntilAskedTwiceAsync();
        _asked[1].SetResult(Answer);

        (await reply).ShouldBe(Answer);
        _given[1].ShouldBeLessThanOrEqualTo(Deadline - TimeSpan.FromSeconds(3));
    }

    [Theory]
    [InlineData(429, 60)]
    [InlineData(503, 60)]
    [InlineData(503, null)]
    [InlineData(404, null)]
    public async Task Other_refusals_are_the_answer(int code, int? pause)
    {
        var refusal = new ServiceReply<string>.Failed(code, "No.", pause is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var reply = RunAsync(Deadline);
        _asked[0].SetResult(refusal);

        (await reply).ShouldBe(refusal);
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_that_the_deadline_does_not_allow_is_told_to_the_caller()
    {
        var refusal = new ServiceReply<string>.Failed(ErrorCodes.Busy, "Later.", TimeSpan.FromSeconds(2));
        var reply = RunAsync(TimeSpan.FromSeconds(1));
        _asked[0].SetResult(refusal);

        (await reply).ShouldBe(refusal);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_heard_while_both_are_silent()
    {
        using var left = new CancellationTokenSource();
        var reply = RunAsync(Deadline, left.Token);
        await AdvanceUntilAskedTwiceAsync();
        await left.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reply);
    }

    private Task<ServiceReply<string>> RunAsync(TimeSpan deadline, CancellationToken cancellationToken = default) => new SecondTry(_time).RunAsync<string>(
        (left, token) =>
        {
            var answer = new TaskCompletionSource<ServiceReply<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
            token.Register(() => answer.TrySetCanceled(token));
            _asked.Add(answer);
            _given.Add(left);
            return answer.Task;
        },
        deadline,
        cancellationToken);

    // The timer is set by whoever waits, at some time after the answer.
    private Task AdvanceUntilAskedTwiceAsync() => Eventually.IsTrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_asked.Count == 2);
        },
        "it is asked again");
}
