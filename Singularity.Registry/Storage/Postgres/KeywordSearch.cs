using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Text;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Keyword search by tsvector: any of the words may match, more and rarer positions rank higher (ts_rank_cd, length-normalised).</summary>
internal static class KeywordSearch
{
    // $1 is the query as written, $2 its terms as a tsquery.
    private const string Packages =
        """
        SELECT p.ecosystem, p.name, v.version, p.description, ts_rank_cd(p.search, $2::tsquery, 1) + CASE WHEN lower(p.name) = lower($1) THEN 10 ELSE 0 END AS score
        FROM packages p JOIN LATERAL (
            SELECT * FROM package_versions v WHERE v.package_id = p.id
            ORDER BY (v.version = p.head_version) DESC NULLS LAST, v.collected_at DESC LIMIT 1) v ON true
        WHERE p.search @@ $2::tsquery AND ($3::text[] IS NULL OR p.ecosystem = ANY ($3)) AND ($4::text IS NULL OR p.license = $4)
        AND ($6::smallint IS NULL OR v.advisory_rank <= $6)
        ORDER BY score DESC, p.ecosystem, p.name LIMIT $5
        """;

    private const string Snippets =
        $"""
        SELECT {SnippetReader.Columns}, p.ecosystem, p.name, s.version, ts_rank_cd(s.search, $2::tsquery, 1) AS score
        FROM snippets s JOIN packages p ON p.id = s.package_id JOIN package_versions v ON v.package_id = s.package_id AND v.version = s.version
        WHERE s.search @@ $2::tsquery AND ($3::text[] IS NULL OR p.ecosystem = ANY ($3)) AND ($4::text IS NULL OR p.license = $4)
        AND ($6::smallint IS NULL OR v.advisory_rank <= $6)
        AND ($7::text[] IS NULL OR s.kind = ANY ($7)) AND ($8::text IS NULL OR s.language = $8)
        ORDER BY score DESC, p.ecosystem, p.name, s.version, s.position LIMIT $5
        """;

    public static async Task<IReadOnlyList<SearchHit>> SearchAsync(NpgsqlDataSource dataSource, SearchPackages request, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        if (SearchKinds.Wants(request, SearchKinds.Package))
        {
            await using var command = Command(dataSource, Packages, request);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var purl = Purl(reader, 0);
                var description = reader.IsDBNull(3) ? null : reader.GetString(3);
                hits.Add(new SearchHit(
                    SearchKinds.Package, purl, reader.GetString(1), description, reader.GetFloat(4),
                    QueryTerms.FoundIn(request.Query, $"{reader.GetString(1)} {description}")));
            }
        }

        if (SearchKinds.Wants(request, SearchKinds.Snippet))
        {
            await using var command = Command(dataSource, Snippets, request);
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = request.SnippetKinds is { Count: > 0 } kinds ? kinds.Select(SnippetKinds.Name).ToArray() : DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            });
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)request.Language ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var snippet = SnippetReader.Read(reader, Purl(reader, 10));
                hits.Add(new SearchHit(
                    SearchKinds.Snippet, snippet.Purl, snippet.Title, snippet.Description, reader.GetFloat(13),
                    QueryTerms.FoundIn(request.Query, $"{snippet.Title} {snippet.Description} {snippet.Code}"), snippet));
            }
        }

        return [.. hits.OrderByDescending(static h => h.Score).Take(request.Limit)];
    }

    private static NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql, SearchPackages request)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Query });
        // A term is letters and digits: nothing in it is to be escaped.
        command.Parameters.Add(new NpgsqlParameter<string>
        {
            TypedValue = string.Join(" | ", SearchTerms.Of(request.Query).Select(static term => $"'{term}'")),
        });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = request.Ecosystems is { Count: > 0 } some ? some.Select(static e => e.PurlType()).ToArray() : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)request.License ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = request.Limit });
        var worst = request.MaxAdvisorySeverity is { } limit ? AdvisorySeverity.LimitRank(limit) : null;
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)worst ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint });
        return command;
    }

    private static string Purl(NpgsqlDataReader reader, int first) => Ecosystems.TryParse(reader.GetString(first), out var ecosystem)
        ? PackageUrl.Format(ecosystem, reader.GetString(first + 1), reader.GetString(first + 2))
        : throw new FormatException($"The database names an ecosystem '{reader.GetString(first)}' that this version does not know.");
}
