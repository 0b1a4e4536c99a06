using Npgsql;

namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>The schema cannot be set up as things are; the text says what to do.</summary>
/// <param name="message">What and how to mend it.</param>
/// <param name="curable">True when somebody can mend it while the service runs, so that trying again makes sense.</param>
/// <param name="inner">The server's words.</param>
internal sealed class MigrationException(string message, bool curable = false, Exception? inner = null) : Exception(message, inner)
{
    public bool Curable { get; } = curable;
}

internal static class MigrationProblem
{
    /// <summary>For faults of the file, the server's equipment or the user's rights; others pass by themselves.</summary>
    public static MigrationException Describe(PostgresException exception, Migration migration, string database, NpgsqlConnection connection)
    {
        var concernsExtension = exception.MessageText.Contains("extension", StringComparison.OrdinalIgnoreCase);
        return exception.SqlState switch
        {
            PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile when concernsExtension => new MigrationException(
                $"{exception.MessageText.TrimEnd('.')}. Database {database} needs it: install "
                + (exception.MessageText.Contains("pg_trgm", StringComparison.Ordinal)
                    ? $"the contrib modules into the PostgreSQL at {connection.Host}:{connection.Port}."
                    : $"pgvector into the PostgreSQL at {connection.Host}:{connection.Port} (Debian and Ubuntu: "
                    + $"apt install postgresql-{connection.PostgreSqlVersion.Major}-pgvector), or use the image pgvector/pgvector:pg17."),
                true,
                exception),
            PostgresErrorCodes.InsufficientPrivilege => new MigrationException(
                $"Migration {migration} of database {database}: {exception.MessageText.TrimEnd('.')}. "
                + (concernsExtension
                    ? "Let a superuser run in that database: CREATE EXTENSION vector;"
                    : $"Grant {connection.UserName ?? "the user"} the right to create tables there."),
                true,
                exception),
            _ => new MigrationException($"Migration {migration} of database {database} failed: {exception.MessageText}", false, exception),
        };
    }
}
