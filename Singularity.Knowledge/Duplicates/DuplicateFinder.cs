using Microsoft.Extensions.Options;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Duplicates;

/// <summary>
/// Finds live patterns that say the same as others, in the same words (normalised content) or in other words (vectors of one kind with a cosine above
/// <see cref="KnowledgeOptions.DuplicateSimilarity"/>). What it finds is proposed, as an observation like any other; nothing is merged here.
/// </summary>
public sealed class DuplicateFinder(NpgsqlDataSource source, PatternVectors vectors, IOptions<KnowledgeOptions> options)
{
    private const int Neighbours = 20;

    // The greater id proposes, so that a pair is proposed once; a pair that somebody proposed before is left alone.
    private const string NotYetProposed =
        """
        NOT EXISTS (SELECT 1 FROM observations o WHERE o.type = 'merge-proposed'
            AND ((o.pattern_id = pair.a AND o.other_id = pair.b) OR (o.pattern_id = pair.b AND o.other_id = pair.a)))
        """;

    /// <param name="patterns">To be compared with all others. Those without a vector yet are compared by their words alone.</param>
    public async Task<IReadOnlyList<DuplicateProposal>> FindAsync(IReadOnlyList<Ulid> patterns, CancellationToken cancellationToken)
    {
        var model = await vectors.TryReadModelAsync(cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var ids = patterns.Select(static id => id.ToString()).ToArray();
        var pairs = await ReadAsync(
            new NpgsqlCommand(
                $"""
                SELECT pair.a, pair.b, 1.0::double precision FROM (
                    SELECT DISTINCT greatest(t.pattern_id, u.pattern_id) AS a, least(t.pattern_id, u.pattern_id) AS b
                    FROM pattern_texts t JOIN pattern_texts u ON u.content_hash = t.content_hash AND u.pattern_id <> t.pattern_id AND NOT u.is_cached
                    WHERE t.pattern_id = ANY ($1) AND NOT t.is_cached) pair
                WHERE {NotYetProposed} ORDER BY 1, 2
                """,
                connection).With(ids),
            null,
            cancellationToken);
        if (model is null)
        {
            return pairs;
        }

        var near = await ReadAsync(
            new NpgsqlCommand(
                $"""
                SELECT pair.a, pair.b, max(pair.similarity) FROM (
                    SELECT greatest(t.pattern_id, u.pattern_id) AS a, least(t.pattern_id, u.pattern_id) AS b, near.similarity
                    FROM pattern_texts t JOIN pattern_vectors v ON v.pattern_id = t.pattern_id CROSS JOIN LATERAL (
                        SELECT n.pattern_id, 1 - ((n.embedding::vector({model.Dimensions})) <=> v.embedding::vector({model.Dimensions})) AS similarity
                        FROM pattern_vectors n WHERE n.model = {model.Id} AND n.embedding IS NOT NULL
                        ORDER BY (n.embedding::vector({model.Dimensions})) <=> v.embedding::vector({model.Dimensions}) LIMIT {Neighbours}) near
                    JOIN pattern_texts u ON u.pattern_id = near.pattern_id
                    WHERE t.pattern_id = ANY ($1) AND NOT t.is_cached AND v.model = {model.Id} AND v.embedding IS NOT NULL
                        AND u.pattern_id <> t.pattern_id AND u.kind = t.kind AND NOT u.is_cached AND u.content_hash <> t.content_hash AND near.similarity > $2) pair
                WHERE {NotYetProposed} GROUP BY 1, 2 ORDER BY 1, 2
                """,
                connection).With(ids).With(options.Value.DuplicateSimilarity),
            model.Name,
            cancellationToken);
        return [.. pairs, .. near];
    }

    private static async Task<List<DuplicateProposal>> ReadAsync(NpgsqlCommand command, string? model, CancellationToken cancellationToken)
    {
        await using var owned = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var proposals = new List<DuplicateProposal>();
        while (await reader.ReadAsync(cancellationToken))
        {
            proposals.Add(new DuplicateProposal(
                Ulid.Parse(reader.GetString(0)),
                new MergeProposed { Other = Ulid.Parse(reader.GetString(1)), Similarity = Math.Clamp(reader.GetDouble(2), 0, 1), Model = model }));
        }

        return proposals;
    }
}

/// <param name="PatternId">What the observation is about.</param>
/// <param name="Fact">What it says.</param>
public sealed record DuplicateProposal(Ulid PatternId, MergeProposed Fact);
