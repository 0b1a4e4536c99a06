using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Observations;

namespace Singularity.CentralCloud.Ingest;

/// <summary>A message of the stream, or one that was parked.</summary>
/// <param name="Sequence">In the stream; 0 for what was in the database before it was parked.</param>
/// <param name="Body">Cut at the longest that an observation may be where it was parked.</param>
/// <param name="Size">Bytes of the whole body.</param>
internal sealed record Incoming(string Subject, long Sequence, ReadOnlyMemory<byte> Body, long Size)
{
    private ObservationReading? _reading;

    /// <summary>The observation, unless something is wrong with it that no repetition mends. Read once.</summary>
    public ObservationReading Read(Subjects subjects) => _reading ??= ReadNow(subjects);

    private ObservationReading ReadNow(Subjects subjects)
    {
        if (Size > KnowledgeLimits.ObservationBytes)
        {
            return new ObservationReading.Invalid($"An observation has at most {KnowledgeLimits.ObservationBytes} bytes; this one has {Size}.");
        }

        // The server lets an instance publish under its own id alone, which is what makes the subject worth more than the message.
        var publisher = Subject.StartsWith(subjects.Observations(""), StringComparison.Ordinal) ? Subject[subjects.Observations("").Length..] : "";
        return ObservationReader.Read(Body) switch
        {
            ObservationReading.Read(var read) when read.Observation.InstanceId != publisher =>
                new ObservationReading.Invalid($"Forged: it says that instance {read.Observation.InstanceId} observed it, and {publisher} published it."),
            var reading => reading,
        };
    }
}

/// <summary>What taking a message in came to.</summary>
internal abstract record IngestOutcome
{
    private IngestOutcome()
    {
    }

    /// <summary>It is in the database, now or since long.</summary>
    public sealed record TakenIn : IngestOutcome
    {
        public static readonly TakenIn Instance = new();
    }

    /// <summary>It is wrong, and will be.</summary>
    public sealed record Refused(string Reason) : IngestOutcome;

    /// <summary>The transaction fails because of it, which may be its fault or ours.</summary>
    public sealed record Failed(string Reason) : IngestOutcome;
}
