using Microsoft.Extensions.Options;
using Singularity.Registry.Knowledge;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Knowledge;

public sealed class PatternGuardTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly LogLines<PatternGuard> _log = new();
    private readonly MigrationState _migrations = new();
    private readonly PatternJoinOptions _options = new();
    private int _asked;

    public PatternGuardTests() => _migrations.Complete();

    private PatternGuard Guard => field ??= new PatternGuard(_migrations, Options.Create(_options), _time, _log);

    [Fact]
    public async Task An_outage_is_logged_once_and_costs_one_question_in_a_while()
    {
        for (var i = 0; i < 3; i++)
        {
            (await AskAsync(static () => throw new TimeoutException("away"))).Note.ShouldNotBeNull();
        }

        _asked.ShouldBe(1);
        _time.Advance(_options.Pause);
        (await AskAsync(static () => throw new TimeoutException("away"))).Note.ShouldNotBeNull();
        _asked.ShouldBe(2);
        _log.Of(2150).Count.ShouldBe(1);

        _time.Advance(_options.Pause);
        (await AskAsync(static () => Task.FromResult("here"))).ShouldBe(("here", null));
        (await AskAsync(static () => Task.FromResult("here"))).ShouldBe(("here", null));
        _asked.ShouldBe(4);
        _log.Of(2151).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_does_not_stop_is_not_waited_for()
    {
        var never = new TaskCompletionSource<string>();
        var answer = AskAsync(() => never.Task);
        answer.IsCompleted.ShouldBeFalse();

        _time.Advance(Deadline);

        (await answer).Answer.ShouldBeNull();
        never.SetResult("too late");
    }

    [Fact]
    public async Task Before_the_tables_are_there_nothing_is_asked()
    {
        var guard = new PatternGuard(new MigrationState(), Options.Create(_options), _time, _log);

        (await guard.AskAsync(_ => Task.FromResult("here"), Deadline, CancellationToken.None)).Note.ShouldNotBeNull().ShouldContain("not set up yet");
        _log.Of(2150).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_outage()
    {
        using var gone = new CancellationTokenSource();
        var answer = Guard.AskAsync(
            async stop =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, stop);
                return "here";
            },
            Deadline,
            gone.Token);

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => answer);
        (await AskAsync(static () => Task.FromResult("here"))).Answer.ShouldBe("here");
    }

    private Task<(string? Answer, string? Note)> AskAsync(Func<Task<string>> answer) => Guard.AskAsync(
        _ =>
        {
            _asked++;
            return answer();
        },
        Deadline,
        CancellationToken.None);
}
