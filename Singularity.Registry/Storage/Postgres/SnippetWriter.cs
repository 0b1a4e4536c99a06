using Npgsql;
using NpgsqlTypes;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Replaces the snippets of one version inside the caller's transaction.</summary>
internal static class SnippetWriter
{
    private const string Copy =
        """
        COPY snippets (package_id, version, position, id, kind, title, code, language, description, path, line, symbol, tokens, search) FROM STDIN (FORMAT BINARY)
        """;

    public static async Task WriteAsync(NpgsqlConnection connection, long id, CollectedPackage collected, CancellationToken cancellationToken)
    {
        var version = collected.Package.Version;
        await using (var delete = new NpgsqlCommand("DELETE FROM snippets WHERE package_id = $1 AND version = $2", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = version } },
        })
        {
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        if (collected.Snippets.Count == 0)
        {
            return;
        }

        var vector = new SearchVector();
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        for (var position = 0; position < collected.Snippets.Count; position++)
        {
            var snippet = collected.Snippets[position];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(version, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(position, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(snippet.Id, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(SnippetKinds.Name(snippet.Kind), NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(snippet.Title, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(snippet.Code, NpgsqlDbType.Text, cancellationToken);
            await WriteTextAsync(copy, snippet.Language, cancellationToken);
            await WriteTextAsync(copy, snippet.Description, cancellationToken);
            await copy.WriteAsync(snippet.Path, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(snippet.Line, NpgsqlDbType.Integer, cancellationToken);
            await WriteTextAsync(copy, snippet.Symbol, cancellationToken);
            await copy.WriteAsync(snippet.Tokens, NpgsqlDbType.Integer, cancellationToken);
            // COPY takes the bytes as they are; Npgsql's own tsvector type would be built from text and taken apart again.
            await copy.WriteAsync(SearchTexts.Of(snippet, vector), NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
}
