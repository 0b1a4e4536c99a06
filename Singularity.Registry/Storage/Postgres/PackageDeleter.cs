using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Deletes versions and keeps the number of the deletion for instances that do not hear of it.</summary>
internal static class PackageDeleter
{
    private const string Versions =
        """
        DELETE FROM package_versions v USING packages p
        WHERE v.package_id = p.id AND p.ecosystem = $1 AND p.name = $2 AND ($3::text IS NULL OR v.version = $3)
        RETURNING v.version
        """;

    // Numbered after the rows are locked: higher than every write of them.
    private const string Rest =
        """
        WITH gone AS (
            DELETE FROM packages p WHERE p.ecosystem = $1 AND p.name = $2
            AND NOT EXISTS (SELECT 1 FROM package_versions v WHERE v.package_id = p.id) RETURNING p.id),
        headless AS (
            UPDATE packages p SET head_version = NULL WHERE p.ecosystem = $1 AND p.name = $2 AND p.head_version = ANY ($3)
            AND NOT EXISTS (SELECT 1 FROM gone WHERE gone.id = p.id)),
        seen AS (
            INSERT INTO search_pending (package_id) SELECT p.id FROM packages p WHERE p.ecosystem = $1 AND p.name = $2
            AND NOT EXISTS (SELECT 1 FROM gone WHERE gone.id = p.id)),
        forgotten AS (DELETE FROM package_deletions WHERE deleted_at < now() - interval '30 days'),
        number AS MATERIALIZED (SELECT nextval('package_revisions') AS revision),
        noted AS (
            INSERT INTO package_deletions (ecosystem, name, version, revision)
            SELECT $1, $2, version, revision FROM unnest($3) AS version, number
            ON CONFLICT (ecosystem, name, version) DO UPDATE SET revision = excluded.revision, deleted_at = excluded.deleted_at)
        SELECT revision FROM number
        """;

    public static async Task<PackageDeletion> DeleteAsync(
        NpgsqlDataSource dataSource, Ecosystem ecosystem, string name, string? version, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var versions = new NpgsqlCommand(Versions, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = ecosystem.PurlType() },
                new NpgsqlParameter<string> { TypedValue = name },
                new NpgsqlParameter { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        var deleted = new List<string>();
        await using (var reader = await versions.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                deleted.Add(reader.GetString(0));
            }
        }

        await using var rest = new NpgsqlCommand(Rest, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = ecosystem.PurlType() },
                new NpgsqlParameter<string> { TypedValue = name },
                new NpgsqlParameter<string[]> { TypedValue = [.. deleted] },
            },
        };
        var revision = (long)(await rest.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return new PackageDeletion(deleted, revision);
    }
}
