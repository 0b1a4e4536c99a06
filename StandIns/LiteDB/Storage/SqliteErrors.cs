using Microsoft.Data.Sqlite;

namespace LiteDB;

/// <summary>What SQLite reports, as the errors of a database.</summary>
internal static class SqliteErrors
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int Corrupt = 11;
    private const int Constraint = 19;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsUniqueness(SqliteException exception) => exception.SqliteErrorCode == Constraint;

    /// <summary>A table that another process has dropped since the catalog was read.</summary>
    public static bool IsStaleCatalog(SqliteException exception) =>
        exception.SqliteErrorCode == Error && exception.Message.Contains("no such table", StringComparison.Ordinal);

    public static Exception Translate(SqliteException exception, string filename) => exception.SqliteErrorCode switch
    {
        NotADatabase => LiteErrors.InvalidDatabase(exception),
        Corrupt => LiteErrors.InvalidDatafileState($"The datafile '{filename}' is corrupt: {exception.Message}", exception),
        Busy or Locked => new LiteException(
            LiteException.LOCK_TIMEOUT, $"The datafile '{filename}' is locked by another process: {exception.Message}", exception),
        CannotOpen when Path.GetDirectoryName(Path.GetFullPath(filename)) is { } folder && !Directory.Exists(folder) =>
            new DirectoryNotFoundException($"Could not find a part of the path '{filename}'.", exception),
        CannotOpen => new UnauthorizedAccessException($"Access to the path '{filename}' is denied.", exception),
        _ => new IOException($"The datafile '{filename}' could not be used: {exception.Message}", exception),
    };
}
