using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>
/// Search over everything that PostgreSQL holds: candidates by keyword, vector and name, found by its indexes side by side, then ranked as the in-process index ranks.
/// </summary>
internal sealed class PostgresSearch(
    NpgsqlDataSource dataSource, CorpusCache cache, SearchVocabulary vocabulary, QueryVectors vectors, SnippetSearch snippets, IndexOptions ranking,
    PostgresSearchOptions options) : ISearchSource
{
    public ServedBy Name => ServedBy.Postgres;

    public async Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken)
    {
        var view = await cache.ReadAsync(cancellationToken);
        var query = await QueryReading.ReadAsync(need, view, vocabulary, vectors, ranking, cancellationToken);
        var words = query.In(view.Packages);
        var byVector = VectorCandidatesAsync(query, need.Filter, cancellationToken);
        var (byWord, typos) = await WordCandidatesAsync(query, words, need.Filter, cancellationToken);
        var ids = byWord.Union(await byVector).Union(typos.Keys).ToArray();
        if (ids.Length == 0)
        {
            return new SearchFindings([], query.Notice);
        }

        return new SearchFindings(Rank(query, words, await ReadAsync(query, words, ids, cancellationToken), typos, need.Limit), query.Notice);
    }

    public async Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken)
    {
        var view = await cache.ReadAsync(cancellationToken);
        var query = await QueryReading.ReadAsync(need, view, vocabulary, vectors, ranking, cancellationToken);
        return new SearchFindings(await snippets.FindAsync(query, need, cancellationToken), query.Notice);
    }

    private async Task<(HashSet<long> Ids, Dictionary<long, float> Typos)> WordCandidatesAsync(
        QueryReading query, IReadOnlyList<QueryWord> words, SearchFilter filter, CancellationToken cancellationToken)
    {
        var corpus = query.View.Packages;
        var keyword = query.ByKeyword ? PackageCandidates.Keyword(words, corpus, filter, ranking, options) : null;
        var names = PackageCandidates.Names(query.Text, filter);
        var ids = new HashSet<long>();
        var typos = new Dictionary<long, float>();
        if (keyword is null && names is null)
        {
            return (ids, typos);
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var settings = PackageCandidates.KeywordSettings(words, corpus, options);
        await using (var batch = Sql.Batch(connection, settings, new[] { names, keyword }.OfType<Sql>()))
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await SkipAsync(reader, Sql.Before(settings.Count), cancellationToken);
            if (names is not null)
            {
                await AddAsync(reader, ids, cancellationToken);
                await reader.NextResultAsync(cancellationToken);
            }

            var named = ids.Count > 0;
            if (keyword is not null)
            {
                await AddAsync(reader, ids, cancellationToken);
            }

            // A word that some document has is spelt as it should be.
            if (named || names is null || !query.View.Features.Trigrams || words.Any(word => corpus.Documents(word.Text) > 1))
            {
                return (ids, typos);
            }
        }

        if (PackageCandidates.Typos(query.Text, filter) is { } like)
        {
            await using var batch = Sql.Batch(connection, ["SELECT set_config('pg_trgm.similarity_threshold', '0.4', true)"], like);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await SkipAsync(reader, Sql.Before(1), cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                typos.Add(reader.GetInt64(0), reader.GetFloat(1));
            }
        }

        return (ids, typos);
    }

    private async Task<HashSet<long>> VectorCandidatesAsync(QueryReading query, SearchFilter filter, CancellationToken cancellationToken)
    {
        var ids = new HashSet<long>();
        if (query is not { Mode: not IndexMode.Keyword, Vector: { } vector, View: { Model: { } model, Features: var features } })
        {
            return ids;
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var exact = filter.ConcernsPackages() && await PassAsync(connection, filter, cancellationToken) <= options.ExactRows;
        var settings = Settings(filter.ConcernsPackages() && features.IteratesVectors, options.Candidates);
        await using var batch = Sql.Batch(connection, settings, PackageCandidates.Vector(model, vector, filter, exact, options.Candidates));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await SkipAsync(reader, Sql.Before(settings.Count), cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            // What points elsewhere is no candidate, however few there are.
            if (!await reader.IsDBNullAsync(1, cancellationToken) && reader.GetDouble(1) < 1)
            {
                ids.Add(reader.GetInt64(0));
            }
        }

        return ids;
    }

    /// <summary>How widely a vector index is searched.</summary>
    public static List<string> Settings(bool iterate, int most)
    {
        var settings = new List<string> { $"SELECT set_config('hnsw.ef_search', '{most}', true)" };
        if (iterate)
        {
            settings.Add("SELECT set_config('hnsw.iterative_scan', 'strict_order', true)");
        }

        return settings;
    }

    private async Task<long> PassAsync(NpgsqlConnection connection, SearchFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = Sql.Batch(connection, [], PackageCandidates.Passing(filter, options.ExactRows));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await SkipAsync(reader, Sql.Before(0), cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }

    private async Task<List<PackageRow>> ReadAsync(QueryReading query, IReadOnlyList<QueryWord> words, long[] ids, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var batch = Sql.Batch(connection, [], PackageRow.Read(ids, words, query.View.Model, query.Vector));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await SkipAsync(reader, Sql.Before(0), cancellationToken);
        return await PackageRow.ReadAsync(reader, ranking, cancellationToken);
    }

    private List<SearchHit> Rank(
        QueryReading query, IReadOnlyList<QueryWord> words, List<PackageRow> rows, Dictionary<long, float> typos, int limit)
    {
        using var neighbours = query.Neighbours(vocabulary.Space, words);
        var scorer = new CandidateScorer(ranking, query.View.Packages, words, neighbours);
        var scored = rows.ConvertAll(row => (Row: row, Score: scorer.Score(row.Terms, row.Body, row.Facts)));
        var best = query.ByKeyword && scored.Count > 0 ? scored.Max(static s => s.Score.Keyword) : 0;
        var name = query.Text.Trim();
        return
        [
            .. scored.Select(candidate =>
            {
                var (row, score) = candidate;
                var match = NameMatchOf(row.Name, name);
                var share = match == NameMatch.Prefix ? (float)name.Length / row.Name.Length : typos.GetValueOrDefault(row.Id);
                var (scores, sum) = scorer.Weigh(score, best, row.Cosine, row.Facts.Popularity, row.Deprecated, match, share);
                return (Row: row, score.Terms, Match: match, Scores: scores, Sum: sum);
            })
            .Where(hit => typos.ContainsKey(hit.Row.Id) || HitSum.IsNear(ranking, hit.Terms, hit.Match, hit.Scores))
            .OrderByDescending(static hit => hit.Match == NameMatch.Exact).ThenByDescending(static hit => hit.Sum)
            .ThenBy(static hit => hit.Row.Ecosystem).ThenBy(static hit => hit.Row.Name, StringComparer.Ordinal)
            .Take(limit)
            .Select(hit => new SearchHit(
                SearchKinds.Package, PackageUrl.Format(hit.Row.Ecosystem, hit.Row.Name, hit.Row.Version), hit.Row.Name,
                hit.Row.Summary.Length == 0 ? null : hit.Row.Summary, hit.Sum, QueryTerms.AsWritten(query.Text, hit.Terms), Why: Why(hit.Scores, hit.Match))),
        ];
    }

    public static SearchScores Why(HitScores scores, NameMatch name) => new(
        scores.Keyword, scores.Vector, scores.Cover, scores.Focus, scores.Popularity, scores.Penalty,
        name switch { NameMatch.Exact => "exact", NameMatch.Prefix => "prefix", _ => null });

    private static NameMatch NameMatchOf(string name, string query) =>
        query.Length == 0 || query.Any(char.IsWhiteSpace) ? NameMatch.None
        : Mentions.Normal(name) == Mentions.Normal(query) ? NameMatch.Exact
        : query.Length > 1 && Mentions.Normal(name).StartsWith(Mentions.Normal(query), StringComparison.Ordinal) ? NameMatch.Prefix
        : NameMatch.None;

    public static async Task SkipAsync(NpgsqlDataReader reader, int results, CancellationToken cancellationToken)
    {
        for (; results > 0; results--)
        {
            await reader.NextResultAsync(cancellationToken);
        }
    }

    private static async Task AddAsync(NpgsqlDataReader reader, HashSet<long> ids, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0));
        }
    }
}
