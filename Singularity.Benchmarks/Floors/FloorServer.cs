using System.CommandLine;
using NATS.Client.Core;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Benchmarks.Floors;

/// <summary>Answers a request's bytes with an answer's.</summary>
internal delegate ValueTask<ReadOnlyMemory<byte>> Answer(ReadOnlyMemory<byte> request);

/// <summary>
/// The least that can answer a request over NATS with the client that the product uses: one subscription without a queue group, and for each message
/// nothing but the bare operation that the product is compared with.
/// </summary>
internal static class FloorServer
{
    public const string Verb = "serve-floor";

    public static Command CreateCommand()
    {
        var kind = new Argument<string>("kind");
        var subject = new Argument<string>("subject");
        var command = new Command(Verb, "A bare responder: reads the address of NATS and what the floor needs, one a line.") { kind, subject };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(kind), parsed.GetRequiredValue(subject), cancellationToken));
        return command;
    }

    private static async Task RunAsync(string kind, string subject, CancellationToken cancellationToken)
    {
        var url = await ReadAsync(cancellationToken);
        var setting = await ReadAsync(cancellationToken);
        if (kind == SocketFloor.Kind)
        {
            SocketFloor.Run(new Uri(url), subject, Convert.FromBase64String(setting));
            return;
        }

        await using var connection = new NatsConnection(NatsExtensions.Configure(new NatsOpts { Url = url }, "singularity-bench-floor"));
        await connection.ConnectAsync();
        using var floor = await CreateAsync(kind, connection, setting);
        await using var messages = await connection.SubscribeCoreAsync<ReadOnlyMemory<byte>>(subject, cancellationToken: cancellationToken);
        await connection.PingAsync(cancellationToken);
        await Console.Out.WriteLineAsync("ready");
        await foreach (var message in messages.Msgs.ReadAllAsync(cancellationToken))
        {
            _ = ReplyAsync(message, floor.Answer);
        }
    }

    private static async Task<Floor> CreateAsync(string kind, NatsConnection connection, string setting) => kind switch
    {
        Floor.Echo => new Floor(static request => ValueTask.FromResult(request)),
        Floor.Constant => Floor.AlwaysAnswering(Convert.FromBase64String(setting)),
        KvFloor.Kind => await KvFloor.CreateAsync(connection, setting),
        EmbeddedFloor.Kind => EmbeddedFloor.Create(setting),
        PostgresFloor.Kind => PostgresFloor.Create(setting),
        _ => throw new ArgumentException($"There is no floor '{kind}'.", nameof(kind)),
    };

    private static async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        await Console.In.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("A line is missing.");

    // A failure is a lost answer, which ends the benchmark.
    private static async Task ReplyAsync(NatsMsg<ReadOnlyMemory<byte>> message, Answer answer) => await message.ReplyAsync(await answer(message.Data));
}
