using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage.Postgres;
using Singularity.Registry.Versions;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>What PostgreSQL holds of a package's versions.</summary>
internal sealed class StoredApis(NpgsqlDataSource dataSource, PostgresStore store)
{
    // A package that is followed for years has many stored versions; what the old ones lacked was found when they came.
    private const int Most = 12;

    /// <summary>
    /// The newest versions, oldest first. Prereleases are left out: what one lacks may be back in the release, and what it lacks already would not be missed there.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReadReleasesAsync(PackageSpec package, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT v.version FROM packages p JOIN package_versions v ON v.package_id = p.id WHERE p.ecosystem = $1 AND p.name = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = package.Ecosystem.PurlType() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = package.Name });
        var versions = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                versions.Add(reader.GetString(0));
            }
        }

        var rules = VersionRulesSet.For(package.Ecosystem);
        return [.. versions.Where(v => rules.IsVersion(v) && !rules.IsPrerelease(v)).Order(Comparer<string>.Create(rules.Compare)).TakeLast(Most)];
    }

    /// <summary>All that was cut from one version's archive.</summary>
    public Task<IReadOnlyList<Snippet>> ReadAsync(PackageSpec package, string version, CancellationToken cancellationToken) =>
        store.ReadSnippetsAsync(package.Ecosystem, package.Name, version, cancellationToken);
}
