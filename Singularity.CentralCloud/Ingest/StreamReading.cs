using NATS.Client.JetStream;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// One reading of the stream, from a place on. The server keeps no account of what was taken in (acknowledging a hundred thousand messages costs it as much as taking
/// them from their publishers): this does, and a reading from which a message is missing is given up for a new one.
/// </summary>
/// <param name="stream">Its name.</param>
/// <param name="created">When the stream was made.</param>
/// <param name="start">The sequence before the first message that is read.</param>
internal sealed class StreamReading(INatsJSConsumer consumer, string stream, DateTimeOffset created, long start)
{
    private ulong _delivered;

    public INatsJSConsumer Consumer { get; } = consumer;

    public string Stream { get; } = stream;

    public DateTimeOffset Created { get; } = created;

    /// <summary>In the stream, of the last message that was fetched.</summary>
    public long Sequence { get; private set; } = start;

    /// <summary>Messages that come after the last one.</summary>
    public long Pending { get; private set; }

    /// <summary>Whether something was delivered that was not read. To be asked when nothing is being fetched, with fresh information of the consumer.</summary>
    public bool HasMissed => Consumer.Info.Delivered.ConsumerSeq > _delivered;

    /// <summary>False when the message is not the one after the last.</summary>
    public bool TryMoveOn(NatsJSMsgMetadata? metadata)
    {
        if (metadata is not { } known || known.Sequence.Consumer != _delivered + 1)
        {
            return false;
        }

        _delivered++;
        Sequence = (long)known.Sequence.Stream;
        Pending = (long)known.NumPending;
        return true;
    }
}
