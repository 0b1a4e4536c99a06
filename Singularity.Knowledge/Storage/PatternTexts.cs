using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;

namespace Singularity.Knowledge.Storage;

/// <summary>Table <c>pattern_texts</c>: what search looks at; and in <c>pattern_vectors</c>, which texts wait for a vector.</summary>
internal static class PatternTexts
{
    // More of a text than this says no more about what it is about, and keeps a value below PostgreSQL's 1 MiB.
    private const int LongestIndexed = 20_000;

    private const string Upsert =
        """
        WITH changed AS (
        INSERT INTO pattern_texts (pattern_id, is_cached, kind, language, tags, purls, content_hash, content_digest, terms)
        SELECT i.id, $1, i.kind, i.language, ARRAY (SELECT json_array_elements_text(i.tags::json)), ARRAY (SELECT json_array_elements_text(i.purls::json)),
            i.content_hash, i.content_digest,
            setweight(to_tsvector('english', i.title), 'A') || setweight(to_tsvector('english', i.tags), 'B')
            || setweight(to_tsvector('english', i.body), 'C') || setweight(to_tsvector('english', i.code), 'D')
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::text[], $10::text[], $11::text[])
            AS i (id, kind, language, tags, purls, content_hash, content_digest, title, body, code)
        LEFT JOIN pattern_texts t ON t.pattern_id = i.id
        -- unchanged rows stay as they are, vector and all; what this database holds itself is never replaced by what it was told
        WHERE (t.content_digest IS DISTINCT FROM i.content_digest OR t.is_cached > $1) AND ($1 <= coalesce(t.is_cached, true))
        ON CONFLICT (pattern_id) DO UPDATE SET is_cached = excluded.is_cached, kind = excluded.kind, language = excluded.language, tags = excluded.tags,
            purls = excluded.purls, content_hash = excluded.content_hash, content_digest = excluded.content_digest, terms = excluded.terms
        RETURNING pattern_id, content_digest)
        INSERT INTO pattern_vectors (pattern_id, content_digest) SELECT pattern_id, content_digest FROM changed
        ON CONFLICT (pattern_id) DO UPDATE SET content_digest = excluded.content_digest, model = NULL, embedding = NULL
        """;

    /// <summary>Puts in those that have a content.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IEnumerable<Pattern> patterns, bool isCached, CancellationToken cancellationToken)
    {
        var texts = patterns.Where(static p => p.Content is not null).Select(static p => (p.Id, Content: p.Content!)).ToList();
        if (texts.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Upsert, connection);
        command
            .With(isCached)
            .With(texts.Select(static t => t.Id.ToString()).ToArray())
            .With(texts.Select(static t => t.Content.Kind.ToString()).ToArray())
            .With(texts.Select(static t => t.Content.Language).ToArray())
            .With(texts.Select(static t => List(t.Content.Tags)).ToArray())
            .With(texts.Select(static t => List([.. t.Content.Packages.Select(static p => p.Purl)])).ToArray())
            .With(texts.Select(static t => ContentHash.Of(t.Content)).ToArray())
            .With(texts.Select(static t => Digest(t.Content)).ToArray())
            .With(texts.Select(static t => t.Content.Title).ToArray())
            .With(texts.Select(static t => Start(t.Content.Body)).ToArray())
            .With(texts.Select(static t => Start(t.Content.Code ?? "")).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Puts in one whose text cannot be: it gets a vector, and none of its words.</summary>
    public static async Task WriteWithoutWordsAsync(NpgsqlConnection connection, Pattern pattern, CancellationToken cancellationToken)
    {
        if (pattern.Content is { } content)
        {
            await WriteAsync(
                connection, [pattern with { Content = content with { Title = "", Body = "", Code = null, Language = null, Tags = [], Packages = [] } }], isCached: false, cancellationToken);
            await using var command = new NpgsqlCommand(
                """
                WITH text AS (UPDATE pattern_texts SET content_hash = $2, content_digest = $3 WHERE pattern_id = $1)
                UPDATE pattern_vectors SET content_digest = $3, model = NULL, embedding = NULL WHERE pattern_id = $1
                """,
                connection).With(pattern.Id.ToString()).With(ContentHash.Of(content)).With(Digest(content));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public static async Task RemoveAsync(NpgsqlConnection connection, IEnumerable<Ulid> ids, CancellationToken cancellationToken)
    {
        var gone = ids.Select(static id => id.ToString()).ToArray();
        if (gone.Length > 0)
        {
            await using var command = new NpgsqlCommand("DELETE FROM pattern_texts WHERE pattern_id = ANY ($1)", connection).With(gone);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string List(IReadOnlyList<string> items) => JsonSerializer.Serialize(items, SingularityJson.Default.IReadOnlyListString);

    private static byte[] Digest(PatternContent content) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, SingularityJson.Default.PatternContent));

    // Cut where no pair of surrogates is torn apart.
    private static string Start(string text) =>
        text.Length <= LongestIndexed ? text : text[..(char.IsHighSurrogate(text[LongestIndexed - 1]) ? LongestIndexed - 1 : LongestIndexed)];
}
