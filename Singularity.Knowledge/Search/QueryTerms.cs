using Npgsql;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>A query's words as PostgreSQL cuts and stems them.</summary>
internal static class QueryTerms
{
    private const int Most = 32;

    /// <summary>Empty when the query has no word. None holds anything that would have to be escaped in a tsquery.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlDataSource source, string query, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT lexeme FROM unnest(to_tsvector('english', $1)) LIMIT $2").With(query).With(Most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var terms = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetString(0) is var term && term.AsSpan().IndexOfAny('\'', '\\') < 0)
            {
                terms.Add(term);
            }
        }

        return terms;
    }
}
