using NATS.Client.Core;
using Npgsql;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.TwoMachines;

/// <summary>A box that is the authority and learns itself, and a laptop that is linked with it, made with the commands that people use.</summary>
internal sealed class LinkedMachines : IAsyncDisposable
{
    public const string Authority = "hub";

    private LinkedMachines()
    {
    }

    public Machine Box { get; private set; } = null!;

    public Machine Laptop { get; private set; } = null!;

    public NetworkLink Link { get; private set; } = null!;

    public static async Task<LinkedMachines> StartAsync(Action<string> say)
    {
        foreach (var orphan in NetworkNamespace.RemoveOrphans())
        {
            say($"an earlier run that was killed had left {orphan}; it is removed");
        }

        var pair = new LinkedMachines();
        try
        {
            pair.Box = new Machine("box");
            pair.Laptop = new Machine("laptop");
            pair.Link = new NetworkLink(pair.Box.Network, pair.Laptop.Network);
            var credentials = pair.Box.PathTo("laptop.json");
            say(await pair.Box.RunAsync("authority", "init", "--name", Authority, "--host", NetworkLink.FirstAddress));
            say(await pair.Box.RunAsync("authority", "grant", "laptop", "--out", credentials));
            say(await pair.Laptop.RunAsync("link", "--authority", NetworkLink.FirstAddress, "--credentials", credentials));
            await Task.WhenAll(pair.Box.StartAsync("authority"), pair.Laptop.StartAsync("link"));
            await pair.WaitUntilHealthyAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public Task WaitUntilHealthyAsync() => Task.WhenAll(Box.WaitUntilHealthyAsync(), Laptop.WaitUntilHealthyAsync());

    /// <summary>Waits until nothing waits to be sent and the three databases hold the same observations.</summary>
    public async Task<HeldKnowledge> AwaitEqualAsync(TimeSpan patience)
    {
        var counts = "";
        HeldKnowledge? held = null;
        try
        {
            await Eventually.IsTrueAsync(
                async () =>
                {
                    var (box, laptop, central) = (await CountAsync(Box, "singularity"), await CountAsync(Laptop, "singularity"), await CountAsync(Box, "centralcloud"));
                    counts = $"observations and how many wait: box {box}, laptop {laptop}, CentralCloud {central}";
                    return box == central && laptop == central && (held = await HeldKnowledge.ReadAsync(this)).IsEqual;
                },
                "the databases hold the same and nothing waits",
                patience);
            return held!;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}: {counts}; {held}\n{string.Join('\n', Box.Processes.Concat(Laptop.Processes).Select(static process => $"--- {process.Name}\n{process.Output}"))}", exception);
        }
    }

    // CentralCloud's outbox is empty for ever, so equal counts mean empty ones.
    private static async Task<(long Observations, long Waiting)> CountAsync(Machine machine, string database)
    {
        await using var source = NpgsqlDataSource.Create(machine.ConnectionString(database));
        await using var command = source.CreateCommand("SELECT (SELECT count(*) FROM observations), (SELECT count(*) FROM outbox)");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    /// <summary>CentralCloud's own counts.</summary>
    public async Task<CentralCloudStats> AskCentralAsync()
    {
        await using var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = Box.BusUrl }, "test"));
        var reply = await new NatsRequester(connection, TimeProvider.System).RequestAsync<ListInstances, CentralCloudStats>(
            new Subjects().CentralStats, new ListInstances(), TimeSpan.FromSeconds(10), CancellationToken.None);
        return reply.ShouldBeOfType<ServiceReply<CentralCloudStats>.Ok>().Value;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in (Machine?[])[Laptop, Box])
        {
            await (machine?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Link?.Dispose();
    }
}
