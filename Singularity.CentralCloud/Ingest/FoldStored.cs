using System.Text;
using Microsoft.Extensions.Options;
using Singularity.CentralCloud.Parking;
using Singularity.CentralCloud.Promotions;
using Singularity.Contracts.Knowledge;
using Singularity.Contracts.Messaging;
using Singularity.Knowledge.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Folds what is stored into patterns, and decides about promotion of what that changed. An observation with which folding fails is taken out and parked, so that those
/// behind it get in.
/// </summary>
internal sealed class FoldStored(
    LaterFold fold, PatternReads patterns, PromotePatterns promote, ParkedStore parked, Subjects subjects, IngestMeter meter, IOptions<IngestOptions> options,
    ILogger<FoldStored> logger)
{
    // A stream counts from 1; what comes out of the database has no place in one any more.
    private const long NoSequence = 0;

    /// <summary>Until nothing waits. Throws what passes by itself, after which it may be done again.</summary>
    /// <returns>The ids of observations that were parked.</returns>
    public async Task<IReadOnlyCollection<string>> RunAsync(CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        var parkedIds = new List<string>();
        for (var limit = options.Value.Batch; ;)
        {
            try
            {
                if (await fold.RunAsync(limit, cancellationToken) is not { } part)
                {
                    return parkedIds;
                }

                await PromoteAsync(part.Changed, part.Used, cancellationToken);
                await fold.SettleAsync(part.After, part.UpTo, cancellationToken);
                limit = Math.Min(2 * limit, options.Value.Batch);
            }
            catch (Exception exception) when (DatabaseFault.IsAboutContent(exception))
            {
                if (limit == 1)
                {
                    await ParkFirstAsync(DatabaseFault.Describe(exception), parkedIds, cancellationToken);
                }

                limit = Math.Max(limit / 2, 1);
            }
        }
    }

    // What was folded before a process was killed, and not decided about.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (await fold.ReadUnsettledAsync(cancellationToken) is not { } part)
        {
            return;
        }

        foreach (var page in part.Patterns.Chunk(options.Value.Batch))
        {
            var found = await patterns.ReadAsync(page, cancellationToken);
            var survivors = found.Select(static p => p.MergedInto).OfType<Ulid>().Distinct().ToList();
            await PromoteAsync([.. found, .. survivors.Count == 0 ? [] : await patterns.ReadAsync(survivors, cancellationToken)], [], cancellationToken);
        }

        await fold.SettleAsync(part.After, part.UpTo, cancellationToken);
    }

    // They are folded; that one pattern cannot be decided about must not keep others out.
    private async Task PromoteAsync(IReadOnlyList<Pattern> changed, IReadOnlyList<UsedPattern> used, CancellationToken cancellationToken)
    {
        try
        {
            await promote.RunAsync(changed, used, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.IsAboutContent(exception))
        {
            IngestLog.NotDecided(logger, exception);
        }
    }

    // Parked first: killed in between, it is parked once more, which changes nothing.
    private async Task ParkFirstAsync(string reason, List<string> parkedIds, CancellationToken cancellationToken)
    {
        if (await fold.ReadFirstAsync(cancellationToken) is not var (position, instanceId, id, body))
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        var message = new Incoming(subjects.Observations(instanceId), NoSequence, bytes, bytes.Length);
        meter.CountParked(await parked.ParkAsync([(message, reason, 1)], cancellationToken));
        await fold.RemoveAsync(position, cancellationToken);
        parkedIds.Add(id);
        IngestLog.NotFolded(logger, id, reason);
    }
}
