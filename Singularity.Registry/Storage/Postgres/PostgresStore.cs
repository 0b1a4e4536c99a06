using System.Text;
using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Tiers;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>The source of truth: the database <c>singularity</c>.</summary>
internal sealed class PostgresStore(NpgsqlDataSource dataSource) : IPackageStore, IPackageTier
{
    public ServedBy Name => ServedBy.Postgres;

    public async ValueTask<PackageEntry?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (PackageKey.Parse(key) is not var (ecosystem, name, version))
        {
            return null;
        }

        await using var command = dataSource.CreateCommand(version is null
            ? """
              SELECT v.version, v.validated_at, v.revision, v.record::text
              FROM packages p JOIN package_versions v ON v.package_id = p.id AND v.version = p.head_version
              WHERE p.ecosystem = $1 AND p.name = $2
              """
            : """
              SELECT v.version, v.validated_at, v.revision, v.record::text
              FROM packages p JOIN package_versions v ON v.package_id = p.id
              WHERE p.ecosystem = $1 AND p.name = $2 AND v.version = $3
              """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ecosystem.PurlType() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        if (version is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new PackageEntry(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2), Encoding.UTF8.GetBytes(reader.GetString(3)))
            : null;
    }

    public Task<IReadOnlySet<string>> FindStoredAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        StoredVersions.FindAsync(dataSource, keys, cancellationToken);

    // Written through StoreAsync(CollectedPackage) before any other tier; never back-filled from below, since nothing lies below it.
    ValueTask IPackageTier.StoreAsync(string key, PackageEntry entry, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    ValueTask IPackageTier.RemoveAsync(string key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public async ValueTask<long?> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT count(*) FROM package_versions");
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    public Task<PackageEntry> StoreAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(package, entry, withSnippets: true, cancellationToken);

    public Task<PackageEntry> UpdateAsync(CollectedPackage package, PackageEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(package, entry, withSnippets: false, cancellationToken);

    public Task<PackageDeletion> DeleteAsync(Ecosystem ecosystem, string name, string? version, CancellationToken cancellationToken) =>
        PackageDeleter.DeleteAsync(dataSource, ecosystem, name, version, cancellationToken);

    public Task<IReadOnlyList<Snippet>> ReadSnippetsAsync(Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken) =>
        SnippetReader.ReadAsync(dataSource, ecosystem, name, version, cancellationToken);

    public Task<PackagePage> ListAsync(ListPackages request, CancellationToken cancellationToken) =>
        PackageLister.ListAsync(dataSource, request, cancellationToken);

    public Task<PackagePage> FindByTagsAsync(FindByTags request, CancellationToken cancellationToken) =>
        PackageLister.FindByTagsAsync(dataSource, request, cancellationToken);

    async Task<IReadOnlyList<EcosystemStats>> IPackageStore.CountAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT p.ecosystem, count(DISTINCT p.id), count(v.version), coalesce(sum(v.snippet_count), 0)
            FROM packages p JOIN package_versions v ON v.package_id = p.id GROUP BY p.ecosystem ORDER BY p.ecosystem
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<EcosystemStats>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(0), out var ecosystem))
            {
                counts.Add(new EcosystemStats(ecosystem, reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
            }
        }

        return counts;
    }

    private async Task<PackageEntry> WriteAsync(CollectedPackage package, PackageEntry entry, bool withSnippets, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var written = await PackageWriter.WriteAsync(connection, package, entry, cancellationToken);
        if (withSnippets || written.IsNew)
        {
            await SnippetWriter.WriteAsync(connection, written.Id, package, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return entry with { Revision = written.Revision };
    }
}
