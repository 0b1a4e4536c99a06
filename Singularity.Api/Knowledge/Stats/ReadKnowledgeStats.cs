using Singularity.Api.Knowledge.Forwarding;
using Singularity.Api.Knowledge.Presence;
using Singularity.Api.Knowledge.Syncing;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Stats;

/// <summary>Counts are those of the tables at this moment.</summary>
internal sealed class ReadKnowledgeStats(
    InstanceCard card, Outbox outbox, PatternCache cache, ForwardState forwarding, CentralPresence presence, CatchUpState catchUp)
{
    public async Task<ServiceReply<KnowledgeStats>> HandleAsync(CancellationToken cancellationToken)
    {
        var self = await card.ReadAsync(cancellationToken);
        var backlog = await outbox.ReadBacklogAsync(cancellationToken);
        forwarding.Count(backlog);
        var (own, central) = (forwarding.Own, presence.Report);
        return new KnowledgeStats(
            self.InstanceId,
            self.Name,
            self.Environment,
            self.Machine,
            new OutboxStats(
                backlog.Count,
                backlog.Oldest,
                forwarding.Sent,
                own.Problem?.Text,
                own.Problem is null ? null : own.Since,
                forwarding.FormerIds.ToDictionary(static former => former.Key, static former => former.Value.Problem!.Text)),
            await cache.CountAsync(cancellationToken),
            new CentralStats(Name(central.State), central.Since, central.Problem, central.Instance?.Observations, central.Instance?.Conflict),
            new CatchUpStats(catchUp.IsComplete, catchUp.Fetched, catchUp.PassedOver, catchUp.Problem));
    }

    private static string Name(PresenceState state) => state switch
    {
        PresenceState.Present => "present",
        PresenceState.Away => "away",
        _ => "unknown",
    };
}
