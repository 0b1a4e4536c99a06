using Npgsql;
using Singularity.CentralCloud.Promotions;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Promotions;

[Collection("postgres")]
public sealed class PromotePatternsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Ulid Id = ObservationSamples.Id(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start));
    private readonly PromotionSignal _signal = new();
    private NpgsqlDataSource? _source;

    private PromotionStore Store => new(_source!);

    public async Task InitializeAsync() => _source = await CentralDatabase.CreateAsync(postgres);

    public async Task DisposeAsync()
    {
        _signal.Dispose();
        await _source!.DisposeAsync();
    }

    [Fact]
    public async Task What_nobody_has_used_for_years_is_demoted_by_the_pass_and_not_before()
    {
        var promote = Create();
        await RunAsync(promote, await AppendAsync(120));
        (await Store.ListPromotedAsync(null, 10, CancellationToken.None)).ShouldBe([Id]);

        _time.Advance(TimeSpan.FromDays(1));
        await promote.RunAgainAsync(CancellationToken.None);
        (await Store.ListPromotedAsync(null, 10, CancellationToken.None)).ShouldBe([Id]);

        _time.Advance(TimeSpan.FromDays(3 * 365));
        await promote.RunAgainAsync(CancellationToken.None);
        (await Store.ListPromotedAsync(null, 10, CancellationToken.None)).ShouldBeEmpty();
        await using var command = _source!.CreateCommand("SELECT (promoted_at, demoted_at, is_published) = ($1, $2, false) FROM promotions");
        command.Parameters.Add(new NpgsqlParameter { Value = DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start) });
        command.Parameters.Add(new NpgsqlParameter { Value = _time.GetUtcNow() });
        (await command.ExecuteScalarAsync()).ShouldBe(true);
    }

    [Fact]
    public async Task An_older_view_does_not_undo_what_a_newer_one_decided()
    {
        var promote = Create();
        var before = await AppendAsync(50);
        var after = await AppendAsync(120);
        await RunAsync(promote, after);

        await promote.RunAsync([.. before.Changed.Select(static p => p with { State = PatternState.Awaited })], before.Used, CancellationToken.None);

        (await Store.ListPromotedAsync(null, 10, CancellationToken.None)).ShouldBe([Id]);
    }

    [Fact]
    public async Task Too_few_uses_or_instances_do_not_promote()
    {
        await RunAsync(Create(), await AppendAsync(99));

        (await Store.ListPromotedAsync(null, 10, CancellationToken.None)).ShouldBeEmpty();
    }

    private PromotePatterns Create()
    {
        var options = Microsoft.Extensions.Options.Options.Create(new KnowledgeOptions());
        return new PromotePatterns(Store, _signal, new PatternScores(options, _time), new Promotion(options), _time);
    }

    private static Task RunAsync(PromotePatterns promote, AppendResult appended) => promote.RunAsync(appended.Changed, appended.Used, CancellationToken.None);

    private async Task<AppendResult> AppendAsync(int uses)
    {
        var store = new ObservationStore(_source!, new LogLines<ObservationStore>());
        return await store.AppendAsync(
            [
                ObservationSamples.Learn(Id),
                .. Enumerable.Range(0, uses).Select(n => ObservationSamples.Received(
                    ObservationSamples.Observe(ObservationSamples.Id(100 + n), Id, new Used { Success = true }, $"i{n % 3}"))),
            ],
            enqueue: false,
            CancellationToken.None);
    }
}
