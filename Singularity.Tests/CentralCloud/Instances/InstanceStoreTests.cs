using Npgsql;
using Singularity.CentralCloud;
using Singularity.CentralCloud.Instances;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;
using Singularity.Tests.Knowledge;
using Singularity.Tests.Support;

namespace Singularity.Tests.CentralCloud.Instances;

[Collection("postgres")]
public sealed class InstanceStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int TwoMachines = 3002;
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start);

    private readonly LogLines<InstanceStore> _log = new();
    private NpgsqlDataSource? _source;
    private InstanceStore? _store;

    private InstanceStore Store => _store!;

    public async Task InitializeAsync()
    {
        _source = await CentralDatabase.CreateAsync(postgres);
        _store = new InstanceStore(_source, Microsoft.Extensions.Options.Options.Create(new CentralCloudOptions()), _log);
    }

    public async Task DisposeAsync() => await _source!.DisposeAsync();

    [Fact]
    public async Task An_instance_shows_what_it_last_said_and_what_is_held_of_it()
    {
        await HelloAsync("a", 0);
        var observations = new ObservationStore(_source!, new LogLines<ObservationStore>());
        await observations.AppendAsync(
            [
                ObservationSamples.Learn(ObservationSamples.Id(1), instance: "id"), ObservationSamples.Learn(ObservationSamples.Id(2), instance: "other"),
                ObservationSamples.Received(ObservationSamples.Observe(ObservationSamples.Id(3), ObservationSamples.Id(2), new Used { Success = true }, "id")),
            ],
            enqueue: false,
            CancellationToken.None);

        await BeatAsync("a", 1, backlog: 7);
        (await ListAsync(1)).ShouldBe(new CentralInstance("id", "laptop", "1.0", Start, Start + TimeSpan.FromMinutes(1), "Development", 7, Start, 2));
        (await BeatAsync("a", 2, backlog: 0))!.Backlog.ShouldBe(0);
        (await Store.TouchAsync(new InstanceHeartbeat("nobody"), Start, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_machine_that_was_replaced_for_good_is_no_conflict()
    {
        await HelloAsync("old", 0);
        await BeatAsync("old", 1);
        await HelloAsync("new", 2);
        await BeatAsync("new", 3);

        (await BeatAsync("new", 4))!.Conflict.ShouldBeNull();
        _log.Of(TwoMachines).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_machines_in_turns_are_reported_with_the_remedy_logged_once_and_forgotten_after_the_window()
    {
        await HelloAsync("a", 0);
        await HelloAsync("b", 1);
        for (var minute = 2; minute < 8; minute++)
        {
            await BeatAsync(minute % 2 == 0 ? "a" : "b", minute);
        }

        var conflict = (await ListAsync(8)).Conflict.ShouldNotBeNull();
        conflict.ShouldContain("a and b");
        conflict.ShouldContain("Knowledge:InstanceId");
        _log.Of(TwoMachines).Count.ShouldBe(1);

        // One of them has an id of its own now.
        for (var minute = 8; minute < 18; minute++)
        {
            await BeatAsync("a", minute);
        }

        (await ListAsync(17)).Conflict.ShouldNotBeNull();
        (await BeatAsync("a", 19))!.Conflict.ShouldBeNull();
        _log.Of(TwoMachines).Count.ShouldBe(1);

        await BeatAsync("b", 20);
        await BeatAsync("a", 21);
        (await ListAsync(21)).Conflict.ShouldNotBeNull();
        _log.Of(TwoMachines).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_machine_each_time_fills_nothing()
    {
        for (var minute = 0; minute < 30; minute++)
        {
            await HelloAsync($"m{minute}", minute);
        }

        await using var command = _source!.CreateCommand("SELECT count(*) FROM instance_machines");
        ((long)(await command.ExecuteScalarAsync())!).ShouldBeLessThanOrEqualTo(11);
    }

    private Task<CentralInstance> HelloAsync(string machine, int minute) =>
        Store.UpsertAsync(new InstanceHello("id", "laptop", "1.0", "Development", machine), Start + TimeSpan.FromMinutes(minute), CancellationToken.None);

    private Task<CentralInstance?> BeatAsync(string machine, int minute, long? backlog = null) => Store.TouchAsync(
        new InstanceHeartbeat("id", machine, backlog, backlog > 0 ? Start : null), Start + TimeSpan.FromMinutes(minute), CancellationToken.None);

    private async Task<CentralInstance> ListAsync(int minute) =>
        (await Store.ListAsync(null, 10, Start + TimeSpan.FromMinutes(minute), CancellationToken.None)).Single();
}
