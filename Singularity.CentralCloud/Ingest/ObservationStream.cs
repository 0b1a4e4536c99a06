using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Singularity.Contracts.Messaging;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// The stream of all instances' observations. What was taken in stays in the stream for whoever else may read it, until the stream is half full; full of what was not,
/// it refuses, so that publishers keep what they have.
/// </summary>
internal sealed class ObservationStream(
    INatsConnection connection, Subjects subjects, StreamPositions positions, IOptions<IngestOptions> options, ILogger<ObservationStream> logger)
{
    // A consumer that nobody asks any more is removed by the server.
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(5);

    private readonly NatsJSContext _context = new(connection);

    /// <summary>Makes the stream, or changes it to what the options say, and reads it from where it is not taken in yet.</summary>
    public async Task<StreamReading> OpenAsync(CancellationToken cancellationToken)
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
        var position = await positions.ReadAsync(subjects.ObservationStream, stream.Info.Created, (long)stream.Info.State.LastSeq, cancellationToken);
        var consumer = await stream.CreateOrUpdateConsumerAsync(
            new ConsumerConfig
            {
                Name = $"centralcloud-{Guid.NewGuid():N}",
                Description = "Takes observations into CentralCloud's database.",
                DeliverPolicy = ConsumerConfigDeliverPolicy.ByStartSequence,
                OptStartSeq = (ulong)position + 1,
                AckPolicy = ConsumerConfigAckPolicy.None,
                InactiveThreshold = Unused,
                MemStorage = true,
            },
            cancellationToken);
        return new StreamReading(consumer, subjects.ObservationStream, stream.Info.Created, position);
    }

    /// <summary>Looks at the consumer, and makes room of what is taken in.</summary>
    /// <param name="takenIn">Sequence of the last message that is.</param>
    public async Task KeepAsync(StreamReading reading, long takenIn, CancellationToken cancellationToken)
    {
        await reading.Consumer.RefreshAsync(cancellationToken);
        var stream = await _context.GetStreamAsync(subjects.ObservationStream, cancellationToken: cancellationToken);
        var state = stream.Info.State;
        if (state.Bytes > options.Value.StreamBytes / 2 && takenIn >= (long)state.FirstSeq)
        {
            var purged = await stream.PurgeAsync(new StreamPurgeRequest { Seq = (ulong)takenIn + 1 }, cancellationToken);
            IngestLog.Purged(logger, purged.Purged, state.Bytes);
        }
    }
}
