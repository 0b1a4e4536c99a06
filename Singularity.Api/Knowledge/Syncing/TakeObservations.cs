using System.Text;
using Singularity.Api.Knowledge.Upkeep;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Syncing;

/// <summary>Takes in observations that the authority holds; they are not sent to it again. The clock goes on from their stamps.</summary>
internal sealed class TakeObservations(ObservationStore store, HybridClock clock, VectorUpkeep vectors, CatchUpState state, ILogger<TakeObservations> logger)
{
    /// <param name="of">Only those of this instance were asked for; null means all.</param>
    public async Task RunAsync(IReadOnlyList<string> texts, string? of, CancellationToken cancellationToken)
    {
        var received = new List<ReceivedObservation>(texts.Count);
        string? problem = null;
        foreach (var text in texts)
        {
            switch (ObservationReader.Read(Encoding.UTF8.GetBytes(text ?? "")))
            {
                case ObservationReading.Read(var observation) when of is null || observation.Observation.InstanceId == of:
                    clock.Receive(observation.Observation.Stamp);
                    received.Add(observation);
                    break;
                case ObservationReading.Read(var other):
                    problem ??= $"{other.Observation.Id} is of instance {other.Observation.InstanceId}, which was not asked for.";
                    break;
                case ObservationReading.Invalid(var invalid):
                    problem ??= invalid;
                    break;
            }
        }

        var added = received.Count == 0 ? 0 : (await store.AppendAsync(received, enqueue: false, cancellationToken)).Added;
        state.Count(added, texts.Count - received.Count);
        if (added > 0)
        {
            CatchUpLog.Fetched(logger, added);
            _ = vectors.RequestAsync();
        }

        if (problem is not null)
        {
            CatchUpLog.PassedOver(logger, texts.Count - received.Count, problem);
        }
    }
}
