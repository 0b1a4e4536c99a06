using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>The tables <c>advisories</c> and <c>advisory_…</c> of the database <c>singularity</c>.</summary>
internal sealed class PostgresAdvisories(NpgsqlDataSource dataSource) : IAdvisoryStore
{
    public Task<AdvisoryImport> ImportAsync(IReadOnlyList<OsvDocument> documents, DateTimeOffset? loadedAt, CancellationToken cancellationToken) =>
        PostgresAdvisoryImport.RunAsync(dataSource, documents, loadedAt, cancellationToken);

    public Task<IReadOnlyList<OsvDocument>> FindAsync(AdvisoryKey key, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT a.document::text FROM advisory_packages p JOIN advisories a ON a.id = p.advisory_id
        WHERE p.ecosystem = $1 AND p.name = $2 AND a.withdrawn IS NULL ORDER BY a.id
        """,
        static reader => ImportBatch.Read(reader.GetString(0)),
        cancellationToken,
        Text(key.Ecosystem.PurlType()), Text(key.Name));

    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> FindModifiedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var held = await QueryAsync(
            "SELECT id, modified FROM advisories WHERE id = ANY ($1)",
            static reader => (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)),
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        return held.ToDictionary(StringComparer.Ordinal);
    }

    public async Task<DateTimeOffset?> FindCheckAsync(AdvisoryKey key, CancellationToken cancellationToken)
    {
        var found = await QueryAsync(
            "SELECT checked_at FROM advisory_checks WHERE ecosystem = $1 AND name = $2",
            static reader => reader.GetFieldValue<DateTimeOffset>(0),
            cancellationToken,
            Text(key.Ecosystem.PurlType()), Text(key.Name));
        return found.Count == 0 ? null : found[0];
    }

    public Task WriteCheckAsync(AdvisoryKey key, DateTimeOffset at, CancellationToken cancellationToken) => ExecuteAsync(
        """
        INSERT INTO advisory_checks (ecosystem, name, checked_at) VALUES ($1, $2, $3)
        ON CONFLICT (ecosystem, name) DO UPDATE SET checked_at = greatest(advisory_checks.checked_at, excluded.checked_at)
        """,
        cancellationToken,
        Text(key.Ecosystem.PurlType()), Text(key.Name), new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });

    public Task<IReadOnlyList<AdvisoryFeed>> ReadFeedsAsync(CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT e.ecosystem, count(*) FILTER (WHERE a.withdrawn IS NULL), count(*) FILTER (WHERE a.withdrawn IS NOT NULL), f.as_of, f.loaded_at
        FROM (SELECT DISTINCT ecosystem, advisory_id FROM advisory_packages) e JOIN advisories a ON a.id = e.advisory_id
        LEFT JOIN advisory_feeds f ON f.ecosystem = e.ecosystem
        GROUP BY e.ecosystem, f.as_of, f.loaded_at ORDER BY e.ecosystem
        """,
        static reader => new AdvisoryFeed(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), Time(reader, 3), Time(reader, 4)),
        cancellationToken);

    public async Task<long> CountPendingAsync(CancellationToken cancellationToken) =>
        (await QueryAsync("SELECT count(*) FROM advisory_pending", static reader => reader.GetInt64(0), cancellationToken))[0];

    public async Task<IReadOnlyList<PendingAdvisory>> ReadPendingAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(
            """
            SELECT w.ecosystem, w.name, w.stamp, p.name, v.version
            FROM (SELECT * FROM advisory_pending ORDER BY ecosystem, name LIMIT $1) w
            LEFT JOIN packages p ON p.ecosystem = w.ecosystem
                AND CASE WHEN p.ecosystem = 'cargo' THEN replace(lower(p.name), '-', '_') ELSE p.name END = w.name
            LEFT JOIN package_versions v ON v.package_id = p.id
            ORDER BY w.ecosystem, w.name
            """,
            static reader => (Ecosystem: reader.GetString(0), Name: reader.GetString(1), Stamp: reader.GetInt64(2),
                Held: reader.IsDBNull(4) ? default : (reader.GetString(3), reader.GetString(4))),
            cancellationToken,
            new NpgsqlParameter<int> { TypedValue = limit });
        return
        [
            .. rows.GroupBy(static row => (row.Ecosystem, row.Name, row.Stamp)).Select(static same => new PendingAdvisory(
                new AdvisoryKey(Ecosystems.TryParse(same.Key.Ecosystem, out var ecosystem) ? ecosystem : default, same.Key.Name),
                same.Key.Stamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
                [.. same.Select(static row => row.Held).Where(static held => held.Item1 is not null)])),
        ];
    }

    public Task RemovePendingAsync(IReadOnlyList<PendingAdvisory> done, CancellationToken cancellationToken) => ExecuteAsync(
        """
        DELETE FROM advisory_pending p USING unnest($1::text[], $2::text[], $3::text[]) AS d (ecosystem, name, stamp)
        WHERE p.ecosystem = d.ecosystem AND p.name = d.name AND p.stamp::text = d.stamp
        """,
        cancellationToken,
        new NpgsqlParameter<string[]> { TypedValue = [.. done.Select(static d => d.Key.Ecosystem.PurlType())] },
        new NpgsqlParameter<string[]> { TypedValue = [.. done.Select(static d => d.Key.Name)] },
        new NpgsqlParameter<string[]> { TypedValue = [.. done.Select(static d => d.Stamp)] });

    private async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
