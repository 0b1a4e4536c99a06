using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>The statements that find candidates among packages; the ranking looks at them more closely.</summary>
internal static class PackageCandidates
{
    /// <summary>Words of a query that bring candidates; of a longer one the most telling.</summary>
    private const int MostWords = 24;

    private const int MostNames = 200;
    private const int ShortestPrefix = 2;
    private const int ShortestTypo = 4;

    /// <summary>The best by keyword: each word that is there, by how telling it is, as BM25F would have it in a field of the summary's length, and by popularity.</summary>
    public static Sql? Keyword(
        IReadOnlyList<QueryWord> all, Corpus corpus, SearchFilter filter, IndexOptions ranking, PostgresSearchOptions options)
    {
        var words = Telling(all);
        if (Plan(words, corpus, options) is not { } plan)
        {
            return null;
        }

        if (plan.Rows is null)
        {
            return new Sql().Add("SELECT d.id FROM search_documents d WHERE d.terms @@ ").Query(plan.Common).AddPackageFilter(filter)
                .Add(" ORDER BY d.downloads DESC, d.id LIMIT ").Number(options.Candidates);
        }

        var sql = new Sql().Add("SELECT d.id FROM search_documents d WHERE (d.terms @@ ").Query(plan.Rows)
            .Add(" OR (d.body_length > 0 AND d.body @@ ").Query(plan.Rows).Add("))").AddPackageFilter(filter).Add(" ORDER BY (");
        for (var i = 0; i < words.Count; i++)
        {
            sql.Add(i == 0 ? "" : " + ").Add("CASE WHEN d.terms @@ ").Word(words[i].Text).Add(" THEN ").Value((double)words[i].Idf)
                .Add(" WHEN d.body_length > 0 AND d.body @@ ").Word(words[i].Text)
                .Add(" THEN ").Value(words[i].Idf * (double)ranking.BodyWeight / (ranking.BodyWeight + ranking.K1)).Add(" ELSE 0 END");
        }

        // Whole numbers and decimals would be reckoned as numeric, which takes longer than all the rest.
        return sql.Add(") / (").Value((double)(1 + (ranking.K1 * (1 - ranking.SummaryLength)))).Add(" + ").Value((double)(ranking.K1 * ranking.SummaryLength / corpus.SummaryMean))
            .Add(" * d.summary_length) * (1 + ").Value((double)ranking.PopularityShare).Add(" * log(1 + d.downloads::float8)) DESC, d.id LIMIT ").Number(options.Candidates);
    }

    /// <summary>Settings that <see cref="Keyword"/> wants: without them a common word's rows would all be read before they are put in order.</summary>
    public static IReadOnlyList<string> KeywordSettings(IReadOnlyList<QueryWord> words, Corpus corpus, PostgresSearchOptions options) =>
        Plan(Telling(words), corpus, options) is { Rows: null }
            ? ["SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)"]
            : ["SELECT set_config('enable_seqscan', 'off', true)"];

    private static IReadOnlyList<QueryWord> Telling(IReadOnlyList<QueryWord> words) =>
        words.Count <= MostWords ? words : [.. words.OrderByDescending(static word => word.Idf).Take(MostWords)];

    private static KeywordPlan? Plan(IReadOnlyList<QueryWord> words, Corpus corpus, PostgresSearchOptions options) =>
        KeywordPlan.Make([.. words.Select(word => (word.Text, corpus.Documents(word.Text)))], corpus.Count, options.KeywordRows, options.Candidates);

    /// <summary>What is called like the whole query, or begins like it.</summary>
    public static Sql? Names(string query, SearchFilter filter)
    {
        var name = query.Trim();
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var lookup = Mentions.Normal(name);
        var sql = new Sql().Add("(SELECT d.id FROM search_documents d WHERE d.lookup = ").Value(lookup).AddPackageFilter(filter).Add(" LIMIT ").Number(MostNames).Add(")");
        return lookup.Length < ShortestPrefix
            ? sql
            : sql.Add(" UNION ALL (SELECT d.id FROM search_documents d WHERE d.lookup > ").Value(lookup).Add(" AND d.lookup < ").Value(lookup + '\uffff')
                .AddPackageFilter(filter).Add(" ORDER BY d.downloads DESC, d.id LIMIT ").Number(MostNames).Add(")");
    }

    /// <summary>Names that are spelt much like a query of one word that nothing else knows.</summary>
    public static Sql? Typos(string query, SearchFilter filter)
    {
        var lookup = Mentions.Normal(query.Trim());
        return lookup.Length < ShortestTypo || lookup.Any(char.IsWhiteSpace)
            ? null
            : new Sql().Add("SELECT d.id, similarity(d.lookup, ").Value(lookup).Add(") FROM search_documents d WHERE d.lookup % ").Value(lookup).AddPackageFilter(filter)
                .Add(" ORDER BY 2 DESC, d.downloads DESC, d.id LIMIT 20");
    }

    /// <summary>The nearest by vector, with their distances. Behind a filter that few pass, all of those few are compared.</summary>
    public static Sql Vector(Indexing.VectorModel model, float[] query, SearchFilter filter, bool exact, int most)
    {
        var sql = new Sql();
        if (exact)
        {
            return sql.Add("SELECT f.id, v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query).Add(" FROM (SELECT d.id FROM search_documents d WHERE true").AddPackageFilter(filter)
                .Add(" OFFSET 0) f JOIN search_vectors v ON v.document_id = f.id WHERE v.vector IS NOT NULL AND v.model_id = ").Number(model.Id)
                .Add(" ORDER BY v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query).Add(" LIMIT ").Number(most);
        }

        sql.Add("SELECT v.document_id, v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query).Add(" FROM search_vectors v");
        if (filter.ConcernsPackages())
        {
            sql.Add(" JOIN search_documents d ON d.id = v.document_id");
        }

        return sql.Add(" WHERE v.model_id = ").Number(model.Id).AddPackageFilter(filter)
            .Add(" ORDER BY v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query).Add(" LIMIT ").Number(most);
    }

    /// <summary>How many pass the filter, up to the bound.</summary>
    public static Sql Passing(SearchFilter filter, int bound) =>
        new Sql().Add("SELECT count(*) FROM (SELECT 1 FROM search_documents d WHERE true").AddPackageFilter(filter).Add(" LIMIT ").Number(bound + 1).Add(") f");
}
