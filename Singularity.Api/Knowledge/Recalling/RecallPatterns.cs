using System.Globalization;
using Microsoft.Extensions.Options;
using Singularity.Api.Knowledge.Upkeep;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Search;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Api.Knowledge.Recalling;

/// <summary>
/// knowledge.query: this database first, the authority where it may know better. That it is away costs a query nothing: nobody waits for one that is known to
/// be, and what it once answered is found here.
/// </summary>
internal sealed class RecallPatterns(
    PatternSearch search, PatternVectors vectors, CentralSearch central, RecallMerge merge, CachedAnswers answers, IOptions<SharingOptions> options)
{
    private static readonly CentralAnswer Silence = new(new CentralShare(CentralOutcome.NotAsked), []);

    public async Task<ServiceReply<RecallAnswer>> HandleAsync(Recall recall, CancellationToken cancellationToken)
    {
        if (RecallRule.Problem(recall) is { } problem)
        {
            return KnowledgeProblems.BadRequest<RecallAnswer>(problem);
        }

        var query = recall.ToQuery();
        var asked = recall.Mode is RecallMode.Central ? central.AskAsync(query, cancellationToken) : null;
        var own = await search.FindAsync(query, cancellationToken);
        var told = asked is not null ? await asked
            : recall.Mode is RecallMode.Local ? Silence
            : Enough(own) is { } enough ? new CentralAnswer(new CentralShare(CentralOutcome.NotAsked, Note: enough), [])
            : await central.AskAsync(query, cancellationToken);
        answers.Keep(told.Hits);
        if (recall.Mode is not RecallMode.Local)
        {
            answers.Refresh(own.Hits);
        }

        var hits = told.Hits.Count == 0 ? own.Hits : await merge.RunAsync(own.Hits, told.Hits, recall.Limit, cancellationToken);
        KnowledgeTelemetry.CountRecall(recall.Mode, told.Share.Outcome);
        return new RecallAnswer(recall.Query, hits, own.Model, told.Share with { Hits = Brought(own, told, hits) }, own.Model is null ? vectors.Problem : null);
    }

    private static int Brought(PatternAnswer own, CentralAnswer told, IReadOnlyList<PatternHit> hits)
    {
        var answered = told.Hits.Select(static hit => hit.Pattern.Id).ToHashSet();
        return hits.Count(hit => answered.Contains(hit.Pattern.Id) && own.Hits.All(mine => mine.Pattern.Id != hit.Pattern.Id || mine.Source.Authority is not null));
    }

    /// <summary>Null when the authority may know better.</summary>
    private string? Enough(PatternAnswer own)
    {
        var best = own.Hits.Count == 0 ? -1 : own.Hits.Max(static hit => hit.Why.Relevance);
        return best >= options.Value.GoodRelevance || (best >= 0 && own.Model is null)
            ? string.Create(CultureInfo.InvariantCulture, $"A hit found here is relevant enough ({best:0.00}; {options.Value.GoodRelevance:0.00} is asked for).")
            : null;
    }
}
