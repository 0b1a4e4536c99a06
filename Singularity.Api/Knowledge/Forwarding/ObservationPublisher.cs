using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>
/// Publishes observations to the authority's stream, all of a batch before the first is acknowledged. The id of an observation is the message's: what was sent
/// and not yet taken out of the outbox when this process died is dropped by the server when it comes again, and by whoever takes it in after that.
/// </summary>
internal sealed class ObservationPublisher(INatsConnection connection, Subjects subjects, IOptions<SharingOptions> options)
{
    // JetStream's own number for a message that is larger than its stream takes.
    private const int MessageTooLarge = 10054;

    private readonly NatsJSContext _stream = new(
        connection, new NatsJSOpts(connection.Opts, domain: options.Value.JetStreamDomain, requestTimeout: options.Value.CentralTimeout));

    /// <returns>For each entry null when the stream holds it, else why not.</returns>
    public async Task<ForwardProblem?[]> PublishAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken) =>
        connection.ConnectionState is NatsConnectionState.Open
            ? await Task.WhenAll(entries.Select(entry => PublishAsync(entry, cancellationToken)))
            : [.. entries.Select(static _ => Disconnected())];

    private static ForwardProblem Disconnected() => new(ForwardProblemKind.Disconnected, "NATS is not connected; it is sent when it is.");

    private async Task<ForwardProblem?> PublishAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _stream.TryPublishAsync(
                subjects.Observations(entry.InstanceId),
                entry.Json,
                serializer: NatsRawSerializer<ReadOnlyMemory<byte>>.Default,
                opts: new NatsJSPubOpts { MsgId = entry.Id.ToString(), RetryAttempts = 1 },
                cancellationToken: cancellationToken);
            return !result.Success ? NoAnswer() : Judge(result.Value, entry);
        }
        catch (NatsPayloadTooLargeException exception)
        {
            return TooLarge(entry, exception.Message);
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return connection.ConnectionState is NatsConnectionState.Open ? NoAnswer() : Disconnected();
        }
    }

    // A duplicate is one that the stream holds.
    private static ForwardProblem? Judge(PubAckResponse ack, OutboxEntry entry) => ack.Error switch
    {
        null => null,
        { ErrCode: MessageTooLarge } error => TooLarge(entry, error.Description),
        var error => new ForwardProblem(
            ForwardProblemKind.Refused,
            $"The authority's stream refuses them ({error.Code}, {error.ErrCode}: {error.Description}); on the authority, raise the stream's limits or make room."),
    };

    private static ForwardProblem NoAnswer() => new(
        ForwardProblemKind.NoAnswer, "No stream of an authority took them in time: CentralCloud is away, or does not let this instance publish under this id.");

    private static ForwardProblem TooLarge(OutboxEntry entry, string? detail) => new(
        ForwardProblemKind.TooLarge, $"Observation {entry.Id} with {entry.Json.Length} bytes is larger than a message may be: {detail}. Raise max_payload of the NATS servers.");
}
