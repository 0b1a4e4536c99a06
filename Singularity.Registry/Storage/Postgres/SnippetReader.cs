using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

internal static class SnippetReader
{
    public const string Columns = "s.id, s.kind, s.title, s.code, s.language, s.description, s.path, s.line, s.symbol, s.tokens";

    public static async Task<IReadOnlyList<Snippet>> ReadAsync(
        NpgsqlDataSource dataSource, Ecosystem ecosystem, string name, string version, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            $"""
             SELECT {Columns} FROM packages p JOIN snippets s ON s.package_id = p.id
             WHERE p.ecosystem = $1 AND p.name = $2 AND s.version = $3 ORDER BY s.position
             """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ecosystem.PurlType() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = version });
        return await ReadAsync(command, PackageUrl.Format(ecosystem, name, version), cancellationToken);
    }

    /// <summary>Those of one version, inside the caller's transaction.</summary>
    public static async Task<IReadOnlyList<Snippet>> ReadAsync(NpgsqlConnection connection, long id, PackageRecord package, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM snippets s WHERE s.package_id = $1 AND s.version = $2 ORDER BY s.position", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = package.Version } },
        };
        return await ReadAsync(command, package.Purl, cancellationToken);
    }

    private static async Task<IReadOnlyList<Snippet>> ReadAsync(NpgsqlCommand command, string purl, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var snippets = new List<Snippet>();
        while (await reader.ReadAsync(cancellationToken))
        {
            snippets.Add(Read(reader, purl));
        }

        return snippets;
    }

    public static Snippet Read(NpgsqlDataReader reader, string purl) => new()
    {
        Id = reader.GetString(0),
        Kind = SnippetKinds.Parse(reader.GetString(1)),
        Title = reader.GetString(2),
        Code = reader.GetString(3),
        Language = reader.IsDBNull(4) ? null : reader.GetString(4),
        Description = reader.IsDBNull(5) ? null : reader.GetString(5),
        Path = reader.GetString(6),
        Line = reader.GetInt32(7),
        Symbol = reader.IsDBNull(8) ? null : reader.GetString(8),
        Tokens = reader.GetInt32(9),
        Purl = purl,
    };
}
