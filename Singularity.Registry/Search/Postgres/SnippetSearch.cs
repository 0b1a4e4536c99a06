using System.Buffers.Binary;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Storage.Postgres;

namespace Singularity.Registry.Search.Postgres;

/// <summary>Snippets: title is read like a name, description like a summary, code like a body.</summary>
internal sealed class SnippetSearch(NpgsqlDataSource dataSource, SearchVocabulary vocabulary, IndexOptions ranking, PostgresSearchOptions options)
{
    public async Task<IReadOnlyList<SearchHit>> FindAsync(QueryReading query, SearchNeed need, CancellationToken cancellationToken)
    {
        var corpus = query.View.Snippets;
        var words = query.In(corpus);
        var keyword = query.ByKeyword ? SnippetCandidates.Keyword(words, corpus, need.Filter, ranking, options) : null;
        var byVector = query is { Mode: not IndexMode.Keyword, Vector: { } vector, View.Model: { } model }
            ? FindAsync(
                SnippetCandidates.Vector(model, vector, need.Filter, options.Candidates),
                PostgresSearch.Settings(need.Filter.ConcernsSnippets() && query.View.Features.IteratesVectors, options.Candidates), cancellationToken)
            : Task.FromResult<List<SnippetKey>>([]);
        List<SnippetKey> byWord = keyword is null ? [] : await FindAsync(keyword, ["SELECT set_config('enable_seqscan', 'off', true)"], cancellationToken);
        List<SnippetKey> keys = [.. byWord.Union(await byVector)];
        return keys.Count == 0 ? [] : Rank(query, words, await ReadAsync(keys, query, cancellationToken), need.Limit);
    }

    private async Task<List<SnippetKey>> FindAsync(Sql statement, List<string> settings, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = Sql.Batch(connection, settings, statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await PostgresSearch.SkipAsync(reader, Sql.Before(settings.Count), cancellationToken);
        var keys = new List<SnippetKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new SnippetKey(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2)));
        }

        return keys;
    }

    private async Task<List<SnippetRow>> ReadAsync(List<SnippetKey> keys, QueryReading query, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = Sql.Batch(connection, [], SnippetCandidates.Read(keys, query.View.Model, query.Vector));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await PostgresSearch.SkipAsync(reader, Sql.Before(0), cancellationToken);
        var rows = new List<SnippetRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(10), out var ecosystem))
            {
                var snippet = SnippetReader.Read(reader, PackageUrl.Format(ecosystem, reader.GetString(11), reader.GetString(12)));
                rows.Add(new SnippetRow(
                    snippet, PackageKey.For(ecosystem, reader.GetString(11)), reader.GetFieldValue<byte[]>(13), HitSum.Popularity(ranking, reader.GetInt64(14)),
                    reader.GetBoolean(15), (float)reader.GetDouble(16)));
            }
        }

        return rows;
    }

    private IReadOnlyList<SearchHit> Rank(QueryReading query, IReadOnlyList<QueryWord> words, List<SnippetRow> rows, int limit)
    {
        using var neighbours = query.Neighbours(vocabulary.Space, words);
        var scorer = new CandidateScorer(ranking, query.View.Snippets, words, neighbours, Fields.Body);
        var scored = rows.ConvertAll(row =>
        {
            var terms = SnippetTerms.Convert(row.Terms, out var facts);
            return (Row: row, Score: scorer.Score(terms, 0, facts));
        });
        var best = query.ByKeyword && scored.Count > 0 ? scored.Max(static s => s.Score.Keyword) : 0;
        return
        [
            .. scored.Select(candidate =>
            {
                var (row, score) = candidate;
                var (scores, sum) = scorer.Weigh(score, best, row.Cosine, row.Popularity, row.Deprecated, NameMatch.None, 0);
                return (Row: row, score.Terms, Scores: scores, Sum: sum);
            })
            .Where(hit => HitSum.IsNear(ranking, hit.Terms, NameMatch.None, hit.Scores))
            .OrderByDescending(static hit => hit.Sum).ThenBy(static hit => hit.Row.Snippet.Purl, StringComparer.Ordinal)
            .ThenBy(static hit => hit.Row.Snippet.Id, StringComparer.Ordinal)
            .Take(limit)
            .Select(hit => new SearchHit(
                SearchKinds.Snippet, hit.Row.Snippet.Purl, hit.Row.Snippet.Title, hit.Row.Snippet.Description, hit.Sum, QueryTerms.AsWritten(query.Text, hit.Terms), hit.Row.Snippet,
                PostgresSearch.Why(hit.Scores, NameMatch.None))),
        ];
    }

    private sealed record SnippetRow(Snippet Snippet, string Package, byte[] Terms, float Popularity, bool Deprecated, float Cosine);
}

/// <summary>
/// A snippet's stored words, A of the title, B of the description and C of the code, as the fields of a package's: code counts like a README, each word once.
/// </summary>
internal static class SnippetTerms
{
    /// <returns>A tsvector whose places are those of name and summary, with the code's words left to the weights of the body.</returns>
    public static byte[] Convert(byte[] terms, out SlotFacts facts)
    {
        var (names, summaries, bodies) = (0, 0, 0);
        var left = BinaryPrimitives.ReadInt32BigEndian(terms);
        var at = 4;
        for (; left > 0; left--)
        {
            at += terms.AsSpan(at).IndexOf((byte)0) + 1;
            var places = BinaryPrimitives.ReadUInt16BigEndian(terms.AsSpan(at));
            at += 2;
            var (name, summary, body) = (false, false, false);
            for (; places > 0; places--, at += 2)
            {
                var weight = terms[at] >> 6;
                name |= weight == 3;
                summary |= weight == 2;
                body |= weight == 1;

                // B is a summary's place here and C a body's; scoring knows a summary as C and a body as B.
                terms[at] = (byte)((terms[at] & 0x3F) | ((weight switch { 2 => 1, 1 => 2, _ => weight }) << 6));
            }

            names += name ? 1 : 0;
            summaries += summary ? 1 : 0;
            bodies += body ? 1 : 0;
        }

        facts = new SlotFacts(1, (ushort)Math.Min(names, ushort.MaxValue), (ushort)Math.Min(summaries, ushort.MaxValue), (ushort)Math.Min(bodies, ushort.MaxValue));
        return terms;
    }
}
