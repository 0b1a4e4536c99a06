using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>A candidate as it is stored.</summary>
internal sealed record PackageRow(
    long Id, Ecosystem Ecosystem, string Name, string Version, string Summary, long Downloads, bool Deprecated, byte[] Terms, long Body, SlotFacts Facts, float Cosine)
{
    private const int MostWords = 63;

    public static Sql Read(long[] ids, IReadOnlyList<QueryWord> words, Indexing.VectorModel? model, float[]? query)
    {
        var sql = new Sql().Add(
            """
            SELECT d.id, d.ecosystem, d.name, d.version, d.summary, d.downloads, d.deprecated, tsvectorsend(d.terms), d.name_length, d.summary_length, d.body_length,
            CASE WHEN d.body_length = 0 THEN 0 ELSE 0
            """);
        for (var i = 0; i < Math.Min(words.Count, MostWords); i++)
        {
            sql.Add(" | CASE WHEN d.body @@ ").Word(words[i].Text).Add(" THEN ").Add((1L << i).ToString(System.Globalization.CultureInfo.InvariantCulture)).Add("::bigint ELSE 0 END");
        }

        sql.Add(" END::bigint, ");
        if (model is null || query is null)
        {
            return sql.Add("0::float8 FROM search_documents d WHERE d.id = ANY (").Value(ids).Add(")");
        }

        return sql.Add("coalesce(1 - (v.vector::vector(").Number(model.Dimensions).Add(") <=> ").Vector(query)
            .Add("), 0)::float8 FROM search_documents d LEFT JOIN search_vectors v ON v.document_id = d.id AND v.model_id = ").Number(model.Id)
            .Add(" WHERE d.id = ANY (").Value(ids).Add(")");
    }

    public static async Task<List<PackageRow>> ReadAsync(NpgsqlDataReader reader, IndexOptions options, CancellationToken cancellationToken)
    {
        var rows = new List<PackageRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!Ecosystems.TryParse(reader.GetString(1), out var ecosystem))
            {
                continue;
            }

            var downloads = reader.GetInt64(5);
            var facts = new SlotFacts(
                HitSum.Popularity(options, downloads), (ushort)reader.GetInt16(8), (ushort)reader.GetInt16(9), (ushort)reader.GetInt16(10));
            rows.Add(new PackageRow(
                reader.GetInt64(0), ecosystem, reader.GetString(2), reader.GetString(3), reader.GetString(4), downloads, reader.GetBoolean(6),
                reader.GetFieldValue<byte[]>(7), reader.GetInt64(11), facts, (float)reader.GetDouble(12)));
        }

        return rows;
    }
}
