using Microsoft.Extensions.Options;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Forwarding;

/// <summary>Sends what waits under one id, and takes out of the outbox what was acknowledged, and nothing else.</summary>
internal sealed class ForwardPass(Outbox outbox, ObservationPublisher publisher, ForwardState state, IOptions<SharingOptions> options)
{
    /// <returns>Null when nothing waits any more, else why something does.</returns>
    public async Task<ForwardProblem?> RunAsync(string instanceId, int firstBatch, CancellationToken cancellationToken)
    {
        ForwardProblem? problem = null;
        var after = 0L;
        for (var limit = firstBatch; ; limit = options.Value.ForwardBatch)
        {
            var batch = await outbox.ReadOfAsync(instanceId, after, limit, cancellationToken);
            if (batch.Count == 0)
            {
                return problem;
            }

            var problems = await publisher.PublishAsync(batch, cancellationToken);
            var taken = batch.Where((_, i) => problems[i] is null).Select(static entry => entry.Position).ToList();
            if (taken.Count > 0)
            {
                // Not cancelled with the rest: what is acknowledged need not be sent again.
                await outbox.RemoveAsync(taken, CancellationToken.None);
                state.CountSent(taken.Count);
            }

            // What concerns one observation does not hold up those behind it; what concerns all does.
            problem = Array.Find(problems, static p => p is { Kind: not ForwardProblemKind.TooLarge }) ?? Array.Find(problems, static p => p is not null) ?? problem;
            if (problem is { Kind: not ForwardProblemKind.TooLarge } || batch.Count < limit)
            {
                return problem;
            }

            after = batch[^1].Position;
        }
    }
}
