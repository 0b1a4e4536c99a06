using NpgsqlTypes;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>The statements that find candidates among snippets, and read them.</summary>
internal static class SnippetCandidates
{
    private const int MostWords = 24;

    /// <summary>Title, description and code by A, B and C, each at what BM25F makes of one word in such a field.</summary>
    public static Sql? Keyword(IReadOnlyList<QueryWord> all, Corpus corpus, SearchFilter filter, IndexOptions ranking, PostgresSearchOptions options)
    {
        IReadOnlyList<QueryWord> words = all.Count <= MostWords ? all : [.. all.OrderByDescending(static word => word.Idf).Take(MostWords)];
        if (KeywordPlan.Make([.. words.Select(word => (word.Text, corpus.Documents(word.Text)))], corpus.Count, options.KeywordRows, options.Candidates) is not { } plan)
        {
            return null;
        }

        var sql = From(new Sql().Add("SELECT s.package_id, s.version, s.position FROM snippets s"), filter).Add(" WHERE s.search @@ ").Query(plan.Rows ?? plan.Common)
            .AddSnippetFilter(filter).Add(" ORDER BY ");
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            sql.Add(i == 0 ? "" : " + ").Add("CASE WHEN s.search @@ ").Query(Weighted(word, NpgsqlTsQueryLexeme.Weight.A | NpgsqlTsQueryLexeme.Weight.B))
                .Add(" THEN ").Value(word.Idf * (double)ranking.SummaryWeight / (ranking.SummaryWeight + ranking.K1))
                .Add(" WHEN s.search @@ ").Word(word.Text).Add(" THEN ").Value(word.Idf * (double)ranking.BodyWeight / (ranking.BodyWeight + ranking.K1)).Add(" ELSE 0 END");
        }

        return sql.Add(" DESC, s.package_id, s.version, s.position LIMIT ").Number(options.Candidates);
    }

    public static Sql Vector(Indexing.VectorModel model, float[] query, SearchFilter filter, int most)
    {
        var sql = new Sql().Add("SELECT v.package_id, v.version, v.position FROM snippet_vectors v");
        if (filter.ConcernsSnippets())
        {
            sql = From(sql.Add(" JOIN snippets s ON s.package_id = v.package_id AND s.version = v.version AND s.position = v.position"), filter, "x");
        }

        return sql.Add(" WHERE v.model_id = ").Number(model.Id).AddSnippetFilter(filter, "x").Add(" ORDER BY v.vector::vector(").Number(model.Dimensions).Add(") <=> ")
            .Vector(query).Add(" LIMIT ").Number(most);
    }

    /// <summary>The candidates themselves, with their vectors' cosine and what is known of their packages.</summary>
    public static Sql Read(IReadOnlyList<SnippetKey> keys, Indexing.VectorModel? model, float[]? query)
    {
        var sql = new Sql().Add("SELECT ").Add(Storage.Postgres.SnippetReader.Columns)
            .Add(", p.ecosystem, p.name, s.version, tsvectorsend(s.search), coalesce(d.downloads, 0), coalesce(d.deprecated AND d.version = s.version, false), ");
        sql = model is null || query is null
            ? sql.Add("0::float8")
            : sql.Add("coalesce(1 - (v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query).Add("), 0)::float8");
        sql.Add(" FROM unnest(").Value(keys.Select(static key => key.Package).ToArray()).Add(", ").Value(keys.Select(static key => key.Version).ToArray())
            .Add(", ").Value(keys.Select(static key => key.Position).ToArray())
            .Add(
                """
                ) AS k (package_id, version, position) JOIN snippets s ON s.package_id = k.package_id AND s.version = k.version AND s.position = k.position
                JOIN packages p ON p.id = s.package_id LEFT JOIN search_documents d ON d.package_id = s.package_id
                """);
        return model is null || query is null
            ? sql
            : sql.Add("\nLEFT JOIN snippet_vectors v ON v.package_id = s.package_id AND v.version = s.version AND v.position = s.position AND v.snippet_id = s.id AND v.model_id = ")
                .Number(model.Id);
    }

    // Only what the filter asks of.
    private static Sql From(Sql sql, SearchFilter filter, string version = "v")
    {
        if (filter is { Ecosystems.Count: > 0 } or { License: not null })
        {
            sql.Add(" JOIN packages p ON p.id = s.package_id");
        }

        if (filter.WorstAdvisory is not null)
        {
            sql.Add($" JOIN package_versions {version} ON {version}.package_id = s.package_id AND {version}.version = s.version");
        }

        return filter.PublishedSince is not null ? sql.Add(" JOIN search_documents d ON d.package_id = s.package_id") : sql;
    }

    private static NpgsqlTsQueryLexeme Weighted(QueryWord word, NpgsqlTsQueryLexeme.Weight weight) => new(word.Text, weight);
}

/// <summary>Which snippet of which version.</summary>
internal readonly record struct SnippetKey(long Package, string Version, int Position);
