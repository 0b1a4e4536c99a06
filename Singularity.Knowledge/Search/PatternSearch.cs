using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Scoring;

namespace Singularity.Knowledge.Search;

/// <summary>
/// Finds patterns by words and by vectors, this database's own and cached ones. relevance = keyword share x (ts_rank_cd as a share of the best hit's) + the rest x
/// cosine, or words alone where there are no vectors; score = relevance x ((1 - confidence share) + confidence share x confidence), so that of two texts that
/// fit alike the proven one comes first, and a new one is still found.
/// </summary>
public sealed class PatternSearch(
    NpgsqlDataSource source, PatternVectors vectors, PatternScores scores, IOptions<KnowledgeOptions> options, TimeProvider time)
{
    private const int LongestQuery = 1_000;

    private readonly TextStatisticsReader _statistics = new(source, time);

    /// <exception cref="ArgumentException">The limit is not 1 to 100.</exception>
    public async Task<PatternAnswer> FindAsync(PatternQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 100)
        {
            throw new ArgumentException("limit is 1 to 100.", nameof(query));
        }

        var text = (query.Query.Length <= LongestQuery ? query.Query : query.Query[..LongestQuery]).Replace('\0', ' ');
        var terms = await QueryTerms.ReadAsync(source, text, cancellationToken);
        var ranking = string.Join(" | ", terms.Select(static term => $"'{term}'"));
        var statistics = await _statistics.ReadAsync(cancellationToken);
        var plan = WordPlan.Make(terms, statistics, statistics.Share(query));
        var vector = await vectors.EmbedQueryAsync(text, cancellationToken);
        var candidates = await PatternCandidates.ReadAsync(source, query, ranking, plan, vector, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);

        // All that is returned is of the same moment.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        return new PatternAnswer(
            query.Query,
            await new BestHits(connection, scores, options.Value, time.GetUtcNow()).TakeAsync(
                candidates, vector is null ? 1 : options.Value.KeywordShare, query.Limit, cancellationToken),
            vector?.Model.Name);
    }
}
