using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>What of the candidates can be told without reading the patterns themselves.</summary>
internal static class ScoredCandidates
{
    public static async Task<List<ScoredCandidate>> ReadAsync(
        NpgsqlDataSource source, IReadOnlyCollection<string> ids, string ranking, (VectorModel Model, float[] Vector)? vector, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        // A vector of another model, or of another length, is not compared. What is asked for is selected by itself so that it is read from its text once, not for each row.
        await using var command = source.CreateCommand(
            """
            SELECT t.pattern_id, t.is_cached, CASE WHEN $2 = '' THEN 0 ELSE ts_rank_cd(t.terms, (SELECT $2::text::tsquery), 1) END,
                CASE WHEN v.model = $3 THEN 1 - (v.embedding <=> (SELECT $4::text::vector)) END, u.own, u.merged
            FROM pattern_texts t LEFT JOIN pattern_vectors v ON v.pattern_id = t.pattern_id
            LEFT JOIN pattern_tallies u ON NOT t.is_cached AND u.pattern_id = t.pattern_id
            WHERE t.pattern_id = ANY ($1)
            """).With(ids.ToArray()).With(ranking).With(vector?.Model.Id ?? 0).With(vector is var (_, values) ? VectorModel.Text(values) : "[0]");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<ScoredCandidate>(ids.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new ScoredCandidate(
                reader.GetString(0),
                reader.GetFloat(2),
                reader.IsDBNull(3) ? 0 : reader.GetDouble(3),
                reader.GetBoolean(1) ? null : reader.IsDBNull(4) ? PatternUses.None : PatternReads.Uses(reader, 4)));
        }

        return found;
    }
}

/// <param name="Keyword">ts_rank_cd.</param>
/// <param name="Semantic">Cosine; 0 without a vector.</param>
/// <param name="Uses">Null of a cached pattern, which holds them itself.</param>
internal sealed record ScoredCandidate(string Id, double Keyword, double Semantic, PatternUses? Uses);
