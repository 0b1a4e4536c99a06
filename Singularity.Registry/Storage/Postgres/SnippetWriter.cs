using Npgsql;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.Registry.Storage.Postgres;

/// <summary>Replaces the snippets of one version inside the caller's transaction.</summary>
internal static class SnippetWriter
{
    private const string Copy =
        """
        COPY snippets (package_id, version, position, id, kind, title, code, language, description, path, line, symbol, tokens, search) FROM STDIN (FORMAT BINARY)
        """;

    private const short Columns = 14;

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

        await using var copy = await connection.BeginRawBinaryCopyAsync(Copy, cancellationToken);
        try
        {
            await WriteAsync(new CopyWriter(copy), id, version, collected.Snippets, cancellationToken);
        }
        catch
        {
            // Closing would say that all rows are there.
            await copy.CancelAsync();
            throw;
        }
    }

    private static async Task WriteAsync(CopyWriter writer, long id, string version, IReadOnlyList<Snippet> snippets, CancellationToken cancellationToken)
    {
        var vector = new SearchVector();
        writer.Head();
        for (var position = 0; position < snippets.Count; position++)
        {
            var snippet = snippets[position];
            await writer.RowAsync(Columns, cancellationToken);
            writer.Number(id);
            writer.Text(version);
            writer.Number(position);
            writer.Text(snippet.Id);
            writer.Text(SnippetKinds.Name(snippet.Kind));
            writer.Text(snippet.Title);
            writer.Text(snippet.Code);
            writer.Text(snippet.Language);
            writer.Text(snippet.Description);
            writer.Text(snippet.Path);
            writer.Number(snippet.Line);
            writer.Text(snippet.Symbol);
            writer.Number(snippet.Tokens);
            writer.Bytes(SearchTexts.Of(snippet, vector).Span);
        }

        await writer.EndAsync(cancellationToken);
    }
}
