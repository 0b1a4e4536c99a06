using Microsoft.Extensions.Options;
using Singularity.Api.Knowledge.Upkeep;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Duplicates;
using Singularity.Knowledge.Observations;
using Singularity.Knowledge.Storage;

namespace Singularity.Api.Knowledge.Learning;

/// <summary>Proposes to merge a new pattern with those that seem to say the same. Its vector is waited for a moment, since most say it in other words.</summary>
internal sealed class ProposeMerges(
    VectorUpkeep vectors,
    DuplicateFinder duplicates,
    PatternReads patterns,
    LocalAuthor author,
    ObservationStore store,
    OutboxSignal outbox,
    IOptions<SharingOptions> options,
    TimeProvider time)
{
    /// <returns>Those that seem to say the same, the most alike first.</returns>
    public async Task<IReadOnlyList<MergeCandidate>> RunAsync(Ulid id, CancellationToken cancellationToken)
    {
        await AwaitVectorAsync(cancellationToken);
        var proposals = await duplicates.FindAsync([id], cancellationToken);
        if (proposals.Count == 0)
        {
            return [];
        }

        var observer = await author.ReadAsync(cancellationToken);
        var about = (await patterns.ReadAsync([.. proposals.Select(static p => p.PatternId).Distinct()], cancellationToken)).ToDictionary(static p => p.Id);
        var observations = proposals
            .Where(proposal => about.ContainsKey(proposal.PatternId))
            .Select(proposal => ObservationReader.Accept(observer.Observe(about[proposal.PatternId], proposal.Fact)))
            .OfType<ObservationReading.Read>()
            .Select(static read => read.Observation)
            .ToList();
        await store.AppendAsync(observations, enqueue: true, cancellationToken);
        outbox.Set();
        return
        [
            .. proposals
                .Select(proposal => new MergeCandidate(proposal.PatternId == id ? proposal.Fact.Other : proposal.PatternId, proposal.Fact.Similarity))
                .OrderByDescending(static candidate => candidate.Similarity).ThenBy(static candidate => candidate.Other),
        ];
    }

    private async Task AwaitVectorAsync(CancellationToken cancellationToken)
    {
        try
        {
            await vectors.RequestAsync().WaitAsync(options.Value.VectorWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Many others wait for theirs: it is compared by its words alone.
        }
    }
}
