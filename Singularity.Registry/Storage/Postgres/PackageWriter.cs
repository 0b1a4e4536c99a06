using System.Text;
using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Scoring;
using Singularity.Registry.Search.Text;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Writes package, version and dependencies inside the caller's transaction.</summary>
internal static class PackageWriter
{
    // Two writers of one package queue on its row; the later one's revision is the higher.
    private const string UpsertPackage =
        """
        INSERT INTO packages AS p (ecosystem, name, head_version, description, license, keywords)
        VALUES ($1, $2, CASE WHEN $3 THEN $4 END, $5, $6, $7)
        ON CONFLICT (ecosystem, name) DO UPDATE SET
            head_version = CASE WHEN $3 THEN $4 ELSE p.head_version END,
            description = CASE WHEN $3 OR p.head_version IS NULL THEN excluded.description ELSE p.description END,
            license = CASE WHEN $3 OR p.head_version IS NULL THEN excluded.license ELSE p.license END,
            keywords = CASE WHEN $3 OR p.head_version IS NULL THEN excluded.keywords ELSE p.keywords END
        RETURNING p.id
        """;

    private const string UpsertVersion =
        """
        INSERT INTO package_versions AS v (package_id, version, revision, record, snippet_count, collected_at, validated_at, advisory_rank, search_format)
        VALUES ($1, $2, nextval('package_revisions'), $3, $4, $5, $6, $7, $8)
        ON CONFLICT (package_id, version) DO UPDATE SET revision = excluded.revision, record = excluded.record,
            snippet_count = excluded.snippet_count, collected_at = excluded.collected_at, validated_at = excluded.validated_at,
            advisory_rank = excluded.advisory_rank, search_format = excluded.search_format
        RETURNING v.revision, xmax = 0
        """;

    /// <returns>IsNew tells that the version was not there.</returns>
    public static async Task<(long Id, long Revision, bool IsNew)> WriteAsync(
        NpgsqlConnection connection, CollectedPackage collected, PackageEntry entry, CancellationToken cancellationToken)
    {
        var package = collected.Package;
        await using var upsertPackage = new NpgsqlCommand(UpsertPackage, connection)
        {
            Parameters =
            {
                Text(package.Ecosystem.PurlType()), Text(package.Name), new NpgsqlParameter<bool> { TypedValue = HeadVersion.Is(package) },
                Text(package.Version), Text(package.Description), Text(package.License),
                new NpgsqlParameter<string[]> { TypedValue = [.. package.Keywords] },
            },
        };
        var id = (long)(await upsertPackage.ExecuteScalarAsync(cancellationToken))!;

        await using var upsertVersion = new NpgsqlCommand(UpsertVersion, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = id }, Text(package.Version),
                new NpgsqlParameter<string> { TypedValue = Encoding.UTF8.GetString(entry.Record.Span), NpgsqlDbType = NpgsqlDbType.Json },
                new NpgsqlParameter<int> { TypedValue = collected.Snippets.Count },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = package.CollectedAt.ToUniversalTime() },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = package.ValidatedAt.ToUniversalTime() },
                new NpgsqlParameter<short> { TypedValue = AdvisorySeverity.Rank(package.Advisories) },
                new NpgsqlParameter<short> { TypedValue = SearchTerms.Format },
            },
        };
        var (revision, isNew) = (0L, false);
        await using (var reader = await upsertVersion.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            (revision, isNew) = (reader.GetInt64(0), reader.GetBoolean(1));
        }

        await WriteRestAsync(connection, id, package, cancellationToken);
        return (id, revision, isNew);
    }

    private static async Task WriteRestAsync(NpgsqlConnection connection, long id, PackageRecord package, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // What search sees of it is made behind the write.
                new NpgsqlBatchCommand("INSERT INTO search_pending (package_id, version) VALUES ($1, $2)")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = id }, Text(package.Version) },
                },
                new NpgsqlBatchCommand("DELETE FROM dependencies WHERE package_id = $1 AND version = $2")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = id }, Text(package.Version) },
                },
                new NpgsqlBatchCommand(
                    """
                    INSERT INTO dependencies (package_id, version, name, requirement, kind, optional)
                    SELECT $1, $2, d.* FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[]) AS d
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = id }, Text(package.Version),
                        new NpgsqlParameter<string[]> { TypedValue = [.. package.Dependencies.Select(static d => d.Name)] },
                        new NpgsqlParameter<string[]> { TypedValue = [.. package.Dependencies.Select(static d => d.Requirement)] },
                        new NpgsqlParameter<string[]> { TypedValue = [.. package.Dependencies.Select(static d => d.Kind)] },
                        new NpgsqlParameter<bool[]> { TypedValue = [.. package.Dependencies.Select(static d => d.Optional)] },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
