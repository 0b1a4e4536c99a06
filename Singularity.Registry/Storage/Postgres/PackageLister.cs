using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Pages of packages, ordered by ecosystem and name; the cursor is the last key of the page before.</summary>
internal static class PackageLister
{
    // The version shown is the head, else the one collected last.
    private const string Select =
        """
        SELECT p.ecosystem, p.name, v.version, p.description, p.license, v.snippet_count, v.collected_at
        FROM packages p JOIN LATERAL (
            SELECT * FROM package_versions v WHERE v.package_id = p.id
            ORDER BY (v.version = p.head_version) DESC NULLS LAST, v.collected_at DESC LIMIT 1) v ON true
        """;

    public static Task<PackagePage> ListAsync(NpgsqlDataSource dataSource, ListPackages request, CancellationToken cancellationToken)
    {
        var after = request.After is null ? null : PackageKey.Parse(request.After);
        return ReadAsync(
            dataSource,
            Select + """

            WHERE ($1::text IS NULL OR p.ecosystem = $1) AND ($2::text IS NULL OR starts_with(p.name, $2))
            AND ($3::text IS NULL OR (p.ecosystem, p.name) > ($3, $4)) ORDER BY p.ecosystem, p.name LIMIT $5
            """,
            request.Limit,
            cancellationToken,
            Text(request.Ecosystem?.PurlType()), Text(request.Prefix), Text(after?.Ecosystem.PurlType()), Text(after?.Name));
    }

    public static Task<PackagePage> FindByTagsAsync(NpgsqlDataSource dataSource, FindByTags request, CancellationToken cancellationToken) =>
        ReadAsync(
            dataSource,
            Select + "\nWHERE p.keywords @> $1 AND ($2::text IS NULL OR p.ecosystem = $2) ORDER BY p.ecosystem, p.name LIMIT $3",
            request.Limit,
            cancellationToken,
            new NpgsqlParameter<string[]> { TypedValue = [.. request.Tags] }, Text(request.Ecosystem?.PurlType()));

    private static async Task<PackagePage> ReadAsync(
        NpgsqlDataSource dataSource, string sql, int limit, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var packages = new List<PackageSummary>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(0), out var ecosystem))
            {
                packages.Add(new PackageSummary(
                    ecosystem, reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetInt32(5), reader.GetFieldValue<DateTimeOffset>(6)));
            }
        }

        return PageCut.Cut(packages, limit);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
