using Microsoft.Extensions.Options;
using Singularity.Api.Knowledge.Presence;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>Asks CentralCloud, unless it is known to be away. Says what came of it and never fails a query.</summary>
internal sealed class CentralSearch(
    NatsRequester requester, Subjects subjects, CentralPresence presence, IOptions<SharingOptions> options, TimeProvider time)
{
    public Task<CentralAnswer> AskAsync(PatternQuery query, CancellationToken cancellationToken) => presence.TryAsk() is { } away
        ? Task.FromResult(new CentralAnswer(new CentralShare(CentralOutcome.Unreachable, Note: away), []))
        : SendAsync(query, cancellationToken);

    private async Task<CentralAnswer> SendAsync(PatternQuery query, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reply = await requester.RequestAsync<PatternQuery, PatternAnswer>(subjects.CentralQuery, query, options.Value.CentralDeadline, cancellationToken);
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        if (reply is ServiceReply<PatternAnswer>.Ok { Value: { Hits: { } hits, Note: var remark } })
        {
            presence.Answered();
            return new CentralAnswer(
                new CentralShare(CentralOutcome.Answered, elapsed, Note: ToldPatterns.Name(remark)), ToldPatterns.Clean(hits.Take(query.Limit), Subjects.CentralCloudService, time.GetUtcNow()));
        }

        var (outcome, note) = Judge(reply);
        return new CentralAnswer(new CentralShare(outcome, elapsed, Note: note), []);
    }

    private (CentralOutcome Outcome, string Note) Judge(ServiceReply<PatternAnswer> reply)
    {
        switch (reply)
        {
            case ServiceReply<PatternAnswer>.Failed { Code: ErrorCodes.Unavailable, RetryAfter: null } nobody:
                presence.Away(nobody.Message);
                return (CentralOutcome.Unreachable, nobody.Message);
            case ServiceReply<PatternAnswer>.Failed { Code: ErrorCodes.UpstreamTimeout }:
                var late = $"CentralCloud did not answer within {options.Value.CentralDeadline.TotalMilliseconds:0} ms (Knowledge:CentralDeadline).";
                presence.Failed(late);
                return (CentralOutcome.Late, late);
            case ServiceReply<PatternAnswer>.Failed failed:
                var refused = $"CentralCloud answered with an error: {failed.Message}";
                presence.Failed(refused);
                return (CentralOutcome.Failed, refused);
            default:
                presence.Failed("CentralCloud's answer cannot be read.");
                return (CentralOutcome.Failed, "CentralCloud's answer cannot be read; do both run the same version?");
        }
    }
}
