using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Stores;

/// <summary>Imports a batch in one transaction.</summary>
internal static class PostgresAdvisoryImport
{
    // Only what changed comes back; a row that was inserted just now has no xmax.
    private const string Upsert =
        """
        INSERT INTO advisories AS a (id, modified, withdrawn, document)
        SELECT d.id, d.modified, d.withdrawn, d.document::json
        FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[]) AS d (id, modified, withdrawn, document)
        ON CONFLICT (id) DO UPDATE SET modified = excluded.modified, withdrawn = excluded.withdrawn, document = excluded.document
        WHERE a.modified < excluded.modified
        RETURNING a.id, a.xmax = 0
        """;

    // Packages that an advisory named before, and those that it names now, are pending.
    private const string Forget =
        """
        WITH gone AS (DELETE FROM advisory_packages WHERE advisory_id = ANY ($1) RETURNING ecosystem, name)
        INSERT INTO advisory_pending (ecosystem, name) SELECT DISTINCT ecosystem, name FROM gone ORDER BY ecosystem, name
        ON CONFLICT (ecosystem, name) DO UPDATE SET stamp = excluded.stamp
        """;

    private const string Name =
        """
        INSERT INTO advisory_packages (ecosystem, name, advisory_id) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        """;

    private const string Mark =
        """
        INSERT INTO advisory_pending (ecosystem, name)
        SELECT DISTINCT n.ecosystem, n.name FROM unnest($1::text[], $2::text[]) AS n (ecosystem, name) ORDER BY n.ecosystem, n.name
        ON CONFLICT (ecosystem, name) DO UPDATE SET stamp = excluded.stamp
        """;

    private const string Feed =
        """
        INSERT INTO advisory_feeds AS f (ecosystem, as_of, loaded_at) SELECT d.ecosystem, d.as_of, $3 FROM unnest($1::text[], $2::timestamptz[]) AS d (ecosystem, as_of)
        ON CONFLICT (ecosystem) DO UPDATE SET as_of = greatest(f.as_of, excluded.as_of), loaded_at = greatest(f.loaded_at, excluded.loaded_at)
        """;

    public static async Task<AdvisoryImport> RunAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<OsvDocument> given, DateTimeOffset? loadedAt, CancellationToken cancellationToken)
    {
        var documents = ImportBatch.Newest(given);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var changed = await UpsertAsync(connection, documents, cancellationToken);
        var names = documents.Where(d => changed.ContainsKey(d.Id)).SelectMany(static d => AdvisoryKey.Of(d).Select(key => (d.Id, Key: key))).ToList();
        string[] ecosystems = [.. names.Select(static n => n.Key.Ecosystem.PurlType())];
        string[] packages = [.. names.Select(static n => n.Key.Name)];
        await ExecuteAsync(connection, Forget, cancellationToken, Texts([.. changed.Keys]));
        await ExecuteAsync(connection, Name, cancellationToken, Texts(ecosystems), Texts(packages), Texts([.. names.Select(static n => n.Id)]));
        await ExecuteAsync(connection, Mark, cancellationToken, Texts(ecosystems), Texts(packages));
        if (loadedAt is { } at)
        {
            var feeds = ImportBatch.Feeds(documents, at);
            await ExecuteAsync(
                connection, Feed, cancellationToken,
                Texts([.. feeds.Select(static f => f.Ecosystem.PurlType())]),
                new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. feeds.Select(static f => f.AsOf)] },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = at.ToUniversalTime() });
        }

        await transaction.CommitAsync(cancellationToken);
        var added = changed.Count(static c => c.Value);
        return new AdvisoryImport(added, changed.Count - added, given.Count - changed.Count);
    }

    /// <summary>The ids that changed, and whether each is new.</summary>
    private static async Task<Dictionary<string, bool>> UpsertAsync(
        NpgsqlConnection connection, IReadOnlyList<OsvDocument> documents, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                Texts([.. documents.Select(static d => d.Id)]),
                new NpgsqlParameter<DateTimeOffset[]> { TypedValue = [.. documents.Select(ImportBatch.Modified)] },
                new NpgsqlParameter
                {
                    Value = documents.Select(static d => d.Withdrawn?.ToUniversalTime()).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
                },
                Texts([.. documents.Select(ImportBatch.Write)]),
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var changed = new Dictionary<string, bool>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            changed.Add(reader.GetString(0), reader.GetBoolean(1));
        }

        return changed;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<string[]> Texts(string[] values) => new() { TypedValue = values };
}
