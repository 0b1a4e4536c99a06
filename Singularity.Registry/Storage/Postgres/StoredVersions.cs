using Npgsql;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Storage.Postgres;

internal static class StoredVersions
{
    /// <summary>Of these keys of versions, those that are stored.</summary>
    public static async Task<IReadOnlySet<string>> FindAsync(NpgsqlDataSource dataSource, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var asked = keys.Select(static key => (Key: key, Parsed: PackageKey.Parse(key))).Where(static k => k.Parsed?.Version is not null).ToList();
        await using var command = dataSource.CreateCommand(
            """
            SELECT k.key FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS k (key, ecosystem, name, version)
            JOIN packages p ON p.ecosystem = k.ecosystem AND p.name = k.name
            JOIN package_versions v ON v.package_id = p.id AND v.version = k.version
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Key)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Ecosystem.PurlType())] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. asked.Select(static k => k.Parsed!.Value.Version!)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            stored.Add(reader.GetString(0));
        }

        return stored;
    }
}
