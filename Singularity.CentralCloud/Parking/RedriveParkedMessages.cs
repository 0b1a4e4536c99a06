using Singularity.CentralCloud.Ingest;
using Singularity.Contracts.CentralCloud;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Observations;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.CentralCloud.Parking;

/// <summary>centralcloud.knowledge.redrive: what can be taken in now is, and is no longer parked then.</summary>
internal sealed class RedriveParkedMessages(ParkedStore store, TakeIn takeIn, FoldStored fold, Subjects subjects)
{
    private const int MostIds = 1_000;
    private const int Page = 100;

    public async Task<ServiceReply<RedriveReport>> HandleAsync(RedriveParked request, CancellationToken cancellationToken)
    {
        if (request.All ? request.Ids is { Count: > 0 } : request.Ids is not { Count: > 0 and <= MostIds })
        {
            return new ServiceReply<RedriveReport>.Failed(ErrorCodes.BadRequest, $"Either all is true, or ids has 1 to {MostIds} ids of parked messages.");
        }

        var report = new RedriveReport(0, 0, 0);
        for (var after = 0L; ;)
        {
            var messages = await store.ReadAsync(request.All ? null : request.Ids, after, Page, cancellationToken);
            if (messages.Count == 0)
            {
                return report;
            }

            after = messages[^1].Id;
            var takenIn = await TryAsync(messages, cancellationToken);
            report = new RedriveReport(report.Tried + messages.Count, report.TakenIn + takenIn, report.StillParked + messages.Count - takenIn);
        }
    }

    // Killed before they are removed, it finds the message there already the next time.
    private async Task<int> TryAsync(List<(long Id, Incoming Message)> messages, CancellationToken cancellationToken)
    {
        var outcomes = await takeIn.RunAsync([.. messages.Select(static m => m.Message)], cancellationToken);
        var unfolded = await fold.RunAsync(cancellationToken);
        var takenIn = new List<long>();
        var stay = new List<(long, string)>();
        for (var i = 0; i < messages.Count; i++)
        {
            switch (outcomes[i])
            {
                case IngestOutcome.TakenIn when IsAmong(unfolded, messages[i].Message):
                    // Parked again a moment ago, with the reason.
                    break;
                case IngestOutcome.TakenIn:
                    takenIn.Add(messages[i].Id);
                    break;
                case IngestOutcome.Refused(var reason):
                    stay.Add((messages[i].Id, reason));
                    break;
                case IngestOutcome.Failed(var reason):
                    stay.Add((messages[i].Id, reason));
                    break;
            }
        }

        await store.RemoveAsync(takenIn, cancellationToken);
        await store.NoteTryAsync(stay, cancellationToken);
        return takenIn.Count;
    }

    private bool IsAmong(IReadOnlyCollection<string> ids, Incoming message) =>
        ids.Count > 0 && message.Read(subjects) is ObservationReading.Read(var observation) && ids.Contains(observation.Observation.Id.ToString());
}
