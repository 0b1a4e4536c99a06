using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Upstreams;
using Singularity.Registry.Upstreams.RateLimits;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.RateLimits;

public sealed class RequestBudgetsTests : IDisposable
{
    private static readonly RequestBudget Two = new(2, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_processes_share_one_budget()
    {
        using var left = Create(_folder.Path);
        using var right = Create(_folder.Path);
        (await left.WaitAsync(Request(Two), default)).ShouldBeNull();
        (await right.WaitAsync(Request(Two), default)).ShouldBeNull();

        var third = left.WaitAsync(Request(Two), default);
        await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10), new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        third.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await third).ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_starts_later_goes_on_with_the_budget()
    {
        using (var first = Create(_folder.Path))
        {
            await first.WaitAsync(Request(Two), default);
            await first.WaitAsync(Request(Two), default);
        }

        using var second = Create(_folder.Path);
        var impatient = Two with { MaxWait = TimeSpan.FromSeconds(9) };
        var problem = (await second.WaitAsync(Request(impatient), default)).ShouldNotBeNull();
        problem.Code.ShouldBe(ErrorCodes.Busy);
        problem.RetryAfter.ShouldBe(TimeSpan.FromSeconds(10));
        problem.Message.ShouldContain("http://registry.test/ may be asked 2 times in 10 s");
    }

    [Fact]
    public async Task A_refused_turn_is_not_used_up()
    {
        using var budgets = Create(_folder.Path);
        var impatient = Two with { MaxWait = TimeSpan.Zero };
        await budgets.WaitAsync(Request(impatient), default);
        await budgets.WaitAsync(Request(impatient), default);
        (await budgets.WaitAsync(Request(impatient), default)).ShouldNotBeNull();
        (await budgets.WaitAsync(Request(impatient), default)).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await budgets.WaitAsync(Request(impatient), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Registries_have_budgets_of_their_own()
    {
        using var budgets = Create(_folder.Path);
        var one = new RequestBudget(1, TimeSpan.FromSeconds(10), TimeSpan.Zero);
        (await budgets.WaitAsync(Request(one), default)).ShouldBeNull();
        (await budgets.WaitAsync(Request(one, "http://other.test/"), default)).ShouldBeNull();
        (await budgets.WaitAsync(Request(one), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Giving_up_ends_the_wait()
    {
        using var budgets = Create(_folder.Path);
        var one = new RequestBudget(1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        await budgets.WaitAsync(Request(one), default);
        using var caller = new CancellationTokenSource();
        var waiting = budgets.WaitAsync(Request(one), caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(16, true)]
    [InlineData(1000, true)]
    public async Task A_file_of_any_other_bytes_costs_one_window_at_most(int length, bool waits)
    {
        using var first = Create(_folder.Path);
        await first.WaitAsync(Request(Two), default);
        var file = Directory.GetFiles(Path.Combine(_folder.Path, "rate-limits")).ShouldHaveSingleItem();
        await File.WriteAllBytesAsync(file, [.. Enumerable.Repeat((byte)0x7F, length)]);

        using var second = Create(_folder.Path);
        var turn = second.WaitAsync(Request(Two), default);
        if (waits)
        {
            await _time.WaitForTimerAsync(TimeSpan.FromSeconds(10), new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        (await turn).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_folder_the_process_keeps_its_own_count()
    {
        using var budgets = Create(null);
        var one = new RequestBudget(1, TimeSpan.FromSeconds(10), TimeSpan.Zero);
        (await budgets.WaitAsync(Request(one), default)).ShouldBeNull();
        (await budgets.WaitAsync(Request(one), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_leaves_the_process_its_own_count()
    {
        using var budgets = Create(_folder.Write("a-file", ""));
        var one = new RequestBudget(1, TimeSpan.FromSeconds(10), TimeSpan.Zero);
        (await budgets.WaitAsync(Request(one), default)).ShouldBeNull();
        (await budgets.WaitAsync(Request(one), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Processes_that_ask_at_the_same_moment_get_as_many_turns_as_there_are()
    {
        var budget = new RequestBudget(5, TimeSpan.FromHours(1), TimeSpan.Zero);
        var processes = Enumerable.Range(0, 8).Select(_ => Create(_folder.Path, TimeProvider.System)).ToArray();
        var answers = await Task.WhenAll(processes.Select(p => Task.Run(() => p.WaitAsync(Request(budget), default))));
        answers.Count(a => a is null).ShouldBe(5);
        Array.ForEach(processes, p => p.Dispose());
    }

    private RequestBudgets Create(string? folder, TimeProvider? time = null) =>
        new(Options.Create(new UpstreamOptions { DataFolder = folder }), time ?? _time, NullLogger<RequestBudgets>.Instance);

    private static UpstreamRequest Request(RequestBudget budget, string registry = "http://registry.test/") =>
        new(new Uri(registry), new Uri(registry + "thing"), "the metadata of cargo:thing", "application/json", 1024, ErrorCodes.BadUpstream) { Budget = budget };
}
