using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Replaces the snippets of one version inside the caller's transaction.</summary>
internal static class SnippetWriter
{
    private const string Insert =
        """
        INSERT INTO snippets (package_id, version, position, id, kind, title, code, language, description, path, line, symbol, tokens, search)
        SELECT $1, $2, s.position, s.id, s.kind, s.title, s.code, s.language, s.description, s.path, s.line, s.symbol, s.tokens,
            setweight(to_tsvector('english', s.title), 'A') || setweight(to_tsvector('english', left(coalesce(s.description, ''), 10000)), 'B')
            || setweight(to_tsvector('simple', regexp_replace(left(s.code, 20000), '[^A-Za-z0-9_]+', ' ', 'g')), 'C')
        FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::integer[], $12::text[], $13::integer[])
            AS s (position, id, kind, title, code, language, description, path, line, symbol, tokens)
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, long id, CollectedPackage collected, CancellationToken cancellationToken)
    {
        var snippets = collected.Snippets;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("DELETE FROM snippets WHERE package_id = $1 AND version = $2")
                {
                    Parameters = { new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = collected.Package.Version } },
                },
                new NpgsqlBatchCommand(Insert)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = id },
                        new NpgsqlParameter<string> { TypedValue = collected.Package.Version },
                        new NpgsqlParameter<int[]> { TypedValue = [.. Enumerable.Range(0, snippets.Count)] },
                        Texts(snippets, static s => s.Id),
                        Texts(snippets, static s => SnippetKinds.Name(s.Kind)),
                        Texts(snippets, static s => s.Title),
                        Texts(snippets, static s => s.Code),
                        Texts(snippets, static s => s.Language),
                        Texts(snippets, static s => s.Description),
                        Texts(snippets, static s => s.Path),
                        new NpgsqlParameter<int[]> { TypedValue = [.. snippets.Select(static s => s.Line)] },
                        Texts(snippets, static s => s.Symbol),
                        new NpgsqlParameter<int[]> { TypedValue = [.. snippets.Select(static s => s.Tokens)] },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Texts(IReadOnlyList<Snippet> snippets, Func<Snippet, string?> field) =>
        new() { Value = snippets.Select(field).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
