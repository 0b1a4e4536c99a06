using Npgsql;

namespace Singularity.Registry.Search.Postgres;

/// <summary>What the database can do beyond keywords.</summary>
/// <param name="Vectors">Whether there is a place for vectors.</param>
/// <param name="IteratesVectors">Whether a vector index goes on looking while a filter refuses what it finds (pgvector 0.8).</param>
/// <param name="Trigrams">Whether mistyped names can be found.</param>
internal sealed record SearchFeatures(bool Vectors, bool IteratesVectors, bool Trigrams)
{
    public const string NoVectors =
        "PostgreSQL has no pgvector, so search is by keyword: install it there (Debian and Ubuntu: postgresql-NN-pgvector for version NN of the server), "
        + "it is taken up within a minute.";

    private static readonly Version Iterates = new(0, 8);

    private const string Ask =
        """
        SELECT to_regclass('search_vectors') IS NOT NULL AND to_regclass('snippet_vectors') IS NOT NULL, (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
            to_regclass('search_documents_lookup_trigrams') IS NOT NULL
        """;

    public static async Task<SearchFeatures> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Ask);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var version = await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1);
        return new SearchFeatures(reader.GetBoolean(0), Version.TryParse(version, out var number) && number >= Iterates, reader.GetBoolean(2));
    }
}
