using Npgsql;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>What PostgreSQL knows of writes and deletions by their revision.</summary>
internal sealed class PackageChanges(NpgsqlDataSource dataSource)
{
    private const string Since =
        """
        SELECT p.ecosystem, p.name, v.version, v.revision, v.version = p.head_version, false
        FROM package_versions v JOIN packages p ON p.id = v.package_id WHERE v.revision > $1
        UNION ALL
        SELECT d.ecosystem, d.name, d.version, d.revision, NULL, true FROM package_deletions d WHERE d.revision > $1
        ORDER BY 4 LIMIT $2
        """;

    private const string Revisions =
        """
        SELECT k.key, v.revision FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k (key, ecosystem, name, version)
        LEFT JOIN packages p ON p.ecosystem = k.ecosystem AND p.name = k.name
        LEFT JOIN package_versions v ON v.package_id = p.id AND v.version = k.version
        """;

    /// <summary>Changes after this revision, oldest first.</summary>
    public async Task<IReadOnlyList<PackageChange>> ReadSinceAsync(long revision, int limit, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Since);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = revision });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changes = new List<PackageChange>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(0), out var ecosystem))
            {
                changes.Add(new PackageChange(
                    ecosystem, reader.GetString(1), reader.GetString(2), reader.GetInt64(3), await reader.IsDBNullAsync(4, cancellationToken) || reader.GetBoolean(4),
                    reader.GetBoolean(5)));
            }
        }

        return changes;
    }

    /// <summary>The newest revision that any write took.</summary>
    public async Task<long> ReadNewestAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM package_revisions");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The revisions of these versions' keys; null for one that is not stored.</summary>
    public async Task<IReadOnlyDictionary<string, long?>> ReadRevisionsAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var asked = keys.Select(static key => (Key: key, Parsed: PackageKey.Parse(key))).Where(static k => k.Parsed?.Version is not null).ToList();
        await using var command = dataSource.CreateCommand(Revisions);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Key)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Ecosystem.PurlType())] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Version!)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var revisions = new Dictionary<string, long?>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            revisions[reader.GetString(0)] = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetInt64(1);
        }

        return revisions;
    }
}

/// <summary>A write or deletion.</summary>
/// <param name="MayBeHead">True when a request without a version may mean another version since.</param>
internal sealed record PackageChange(Ecosystem Ecosystem, string Name, string Version, long Revision, bool MayBeHead, bool Deleted);
