using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>Writes rows of search_documents inside the caller's transaction, and marks whatever they change the anchors and vectors of.</summary>
internal static class DocumentWriter
{
    private const string Incoming =
        """
        CREATE TEMPORARY TABLE search_incoming (
            package_id bigint, ecosystem text COLLATE "C", name text COLLATE "C", lookup text COLLATE "C", version text, summary text, keywords text, downloads bigint,
            license text, advisory_rank smallint, deprecated boolean, published timestamptz, terms text, body text, mentions text[],
            name_length smallint, summary_length smallint, body_length smallint) ON COMMIT DROP
        """;

    // What is called by the old text or the new, before the old is gone. A loaded row never takes the place of a collected one.
    private const string Upsert =
        """
        WITH mentioned AS (
            SELECT unnest(mentions) AS name FROM search_incoming
            UNION SELECT unnest(d.mentions) FROM search_documents d JOIN search_incoming i ON d.ecosystem = i.ecosystem AND d.name = i.name),
        concerned AS (SELECT d.id FROM search_documents d JOIN mentioned m ON d.lookup = m.name),
        written AS (
            INSERT INTO search_documents AS d (package_id, ecosystem, name, lookup, version, summary, keywords, downloads, license, advisory_rank, deprecated, published,
                terms, body, mentions, name_length, summary_length, body_length)
            SELECT package_id, ecosystem, name, lookup, version, summary, keywords, downloads, license, advisory_rank, deprecated, published,
                terms::tsvector, body::tsvector, mentions, name_length, summary_length, body_length FROM search_incoming
            ON CONFLICT (ecosystem, name) DO UPDATE SET
                package_id = excluded.package_id, version = excluded.version, summary = excluded.summary, keywords = excluded.keywords,
                downloads = CASE WHEN excluded.downloads = 0 THEN d.downloads ELSE excluded.downloads END, license = excluded.license,
                advisory_rank = excluded.advisory_rank, deprecated = excluded.deprecated, published = excluded.published,
                terms = excluded.terms || ts_filter(d.terms, '{d}'), body = excluded.body, mentions = excluded.mentions,
                name_length = excluded.name_length, summary_length = excluded.summary_length, body_length = excluded.body_length, revision = excluded.revision
            WHERE (excluded.package_id IS NOT NULL OR d.package_id IS NULL)
            AND ((d.package_id, d.version, d.summary, d.keywords, d.license, d.advisory_rank, d.deprecated, d.published, d.body, d.mentions,
                    ts_filter(d.terms, '{a,b,c}'))
                IS DISTINCT FROM (excluded.package_id, excluded.version, excluded.summary, excluded.keywords, excluded.license, excluded.advisory_rank,
                    excluded.deprecated, excluded.published, excluded.body, excluded.mentions, excluded.terms)
                OR excluded.downloads NOT IN (0, d.downloads))
            RETURNING d.id),
        marked AS (
            INSERT INTO search_stale (document_id) SELECT id FROM concerned UNION SELECT id FROM written ORDER BY 1
            ON CONFLICT (document_id) DO UPDATE SET anchors = true)
        SELECT count(*) FROM written
        """;

    /// <returns>How many rows are new or changed.</returns>
    public static async Task<long> WriteAsync(NpgsqlConnection connection, IReadOnlyList<DocumentRow> rows, CancellationToken cancellationToken)
    {
        await using (var create = new NpgsqlCommand(Incoming, connection))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync("COPY search_incoming FROM STDIN (FORMAT BINARY)", cancellationToken))
        {
            foreach (var row in rows)
            {
                await WriteAsync(copy, row, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using var upsert = new NpgsqlCommand(Upsert, connection);
        return (long)(await upsert.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, DocumentRow row, CancellationToken cancellationToken)
    {
        var (document, facts) = (row.Document, row.Facts);
        await copy.StartRowAsync(cancellationToken);
        if (row.PackageId is { } package)
        {
            await copy.WriteAsync(package, NpgsqlDbType.Bigint, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(facts.Ecosystem.PurlType(), NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(document.Name, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(Mentions.Normal(document.Name), NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(facts.Version, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(document.Summary, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(document.Keywords, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(document.Downloads, NpgsqlDbType.Bigint, cancellationToken);
        if (facts.License is { } license)
        {
            await copy.WriteAsync(license, NpgsqlDbType.Text, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(facts.AdvisoryRank, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(facts.Deprecated, NpgsqlDbType.Boolean, cancellationToken);
        if (facts.Published is { } published)
        {
            await copy.WriteAsync(published.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(row.Terms, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Body, NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.Mentions, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);
        await copy.WriteAsync(row.NameLength, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(row.SummaryLength, NpgsqlDbType.Smallint, cancellationToken);
        await copy.WriteAsync(row.BodyLength, NpgsqlDbType.Smallint, cancellationToken);
    }
}
