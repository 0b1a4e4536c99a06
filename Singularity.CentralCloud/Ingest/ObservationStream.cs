using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.Messaging;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// The stream of all instances' observations, and the durable consumer that the instances of this service share. What was taken in stays in the stream for whoever else may read
/// it, until the stream is half full; full of what was not, it refuses, so that publishers keep what they have.
/// </summary>
internal sealed class ObservationStream(INatsConnection connection, Subjects subjects, IOptions<IngestOptions> options, IngestMeter meter, ILogger<ObservationStream> logger)
{
    public const string Consumer = "centralcloud";

    private readonly NatsJSContext _context = new(connection);

    /// <summary>Makes stream and consumer, or changes them to what the options say.</summary>
    public async Task<INatsJSConsumer> OpenAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var stream = await _context.CreateOrUpdateStreamAsync(
            new StreamConfig(subjects.ObservationStream, [subjects.AllObservations])
            {
                Description = "Observations of all instances, each published once under its own id.",
                Retention = StreamConfigRetention.Limits,
                Storage = StreamConfigStorage.File,
                Discard = StreamConfigDiscard.New,
                MaxBytes = settings.StreamBytes,
                DuplicateWindow = settings.DuplicateWindow,
            },
            cancellationToken);
        return await stream.CreateOrUpdateConsumerAsync(
            new ConsumerConfig(Consumer)
            {
                Description = "Takes observations into CentralCloud's database.",
                AckPolicy = ConsumerConfigAckPolicy.Explicit,
                AckWait = settings.AckWait,
                MaxAckPending = settings.MaxAckPending,
            },
            cancellationToken);
    }

    /// <summary>Counts what waits, and makes room.</summary>
    public async Task KeepAsync(INatsJSConsumer consumer, CancellationToken cancellationToken)
    {
        await consumer.RefreshAsync(cancellationToken);
        meter.Lag = (long)consumer.Info.NumPending + consumer.Info.NumAckPending;
        var stream = await _context.GetStreamAsync(subjects.ObservationStream, cancellationToken: cancellationToken);
        var state = stream.Info.State;
        var takenIn = consumer.Info.AckFloor.StreamSeq;
        if (state.Bytes > options.Value.StreamBytes / 2 && takenIn >= state.FirstSeq)
        {
            var purged = await stream.PurgeAsync(new StreamPurgeRequest { Seq = takenIn + 1 }, cancellationToken);
            IngestLog.Purged(logger, purged.Purged, state.Bytes);
        }
    }
}
