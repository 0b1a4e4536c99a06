using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Search.Feeding;

/// <summary>What the index reads of the packages that were collected.</summary>
internal sealed class IndexRows(NpgsqlDataSource dataSource)
{
    // The version shown is the head, else the one collected last, as in a list.
    private const string Shown =
        """
        SELECT v.record::text FROM packages p JOIN package_versions v ON v.package_id = p.id WHERE p.ecosystem = $1 AND p.name = $2
        ORDER BY (v.version = p.head_version) DESC NULLS LAST, v.collected_at DESC LIMIT 1
        """;

    /// <summary>The version that stands for the package, or null when none is stored.</summary>
    public Task<PackageRecord?> FindShownAsync(Ecosystem ecosystem, string name, CancellationToken cancellationToken) =>
        ReadAsync(Shown, [ecosystem.PurlType(), name], cancellationToken);

    private async Task<PackageRecord?> ReadAsync(string sql, string[] parameters, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        return await command.ExecuteScalarAsync(cancellationToken) is string json ? JsonSerializer.Deserialize(json, SingularityJson.Default.PackageRecord) : null;
    }
}
