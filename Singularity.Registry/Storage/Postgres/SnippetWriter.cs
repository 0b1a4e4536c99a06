using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Replaces the snippets of one version inside the caller's transaction.</summary>
internal static class SnippetWriter
{
    private const int IndexedCode = 20_000;

    private const string Insert =
        """
        INSERT INTO snippets (package_id, version, position, id, kind, title, code, language, description, path, line, symbol, tokens, search)
        SELECT $1, $2, s.position, s.id, s.kind, s.title, s.code, s.language, s.description, s.path, s.line, s.symbol, s.tokens,
            setweight(to_tsvector(CASE WHEN s.kind = 'signature' THEN 'simple'::regconfig ELSE 'english'::regconfig END, s.title), 'A') || setweight(to_tsvector('english', left(coalesce(s.description, ''), 10000)), 'B')
            || setweight(to_tsvector('simple', s.words), 'C')
        FROM unnest($3::integer[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::integer[], $12::text[], $13::integer[],
            $14::text[]) AS s (position, id, kind, title, code, language, description, path, line, symbol, tokens, words)
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
                        Texts(snippets, static s => Words(s.Code)),
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The words of the code's beginning; the rest says no more about what it shows.</summary>
    private static string Words(string code) => string.Create(Math.Min(code.Length, IndexedCode), code, static (words, code) =>
    {
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = char.IsAsciiLetterOrDigit(code[i]) || code[i] == '_' ? code[i] : ' ';
        }
    });

    private static NpgsqlParameter Texts(IReadOnlyList<Snippet> snippets, Func<Snippet, string?> field) =>
        new() { Value = snippets.Select(field).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
