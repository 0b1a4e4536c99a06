using System.Text.Json.Serialization.Metadata;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Home;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Cli.Patterns;

/// <summary>One request of a verb to the knowledge of the running services; there is none in the embedded file.</summary>
internal sealed record KnowledgeRequest(CliRequest Cli)
{
    private const string NeedsServices = "Knowledge is kept in PostgreSQL, and no service is running. Start everything with: ./singularity up";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public async Task<int> SendAsync<TRequest, TReply>(
        Func<Subjects, string> subject, TRequest request, JsonTypeInfo<TReply> type, Action<TReply> write, CancellationToken cancellationToken)
    {
        await using var bus = await BusConnection.TryOpenAsync(SingularityHome.Resolve(), null, cancellationToken);
        return bus is null
            ? Terminal.Fail(ErrorCodes.Unavailable, NeedsServices, Cli.Json, Cli.Output, Cli.Error)
            : Cli.Answer(
                await new NatsRequester(bus.Connection, TimeProvider.System)
                    .RequestAsync<TRequest, TReply>(subject(bus.Subjects), request, Deadline, cancellationToken),
                type, write);
    }

    /// <summary>Says what is wrong with what was typed.</summary>
    public int Refuse(string problem) => Terminal.Fail(ErrorCodes.BadRequest, problem, Cli.Json, Cli.Output, Cli.Error);
}
