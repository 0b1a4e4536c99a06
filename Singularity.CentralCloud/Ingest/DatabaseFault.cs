using System.Net.Sockets;
using Npgsql;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Whose fault a failed transaction is. What the server says about the data (SQLSTATE classes 21, 22, 23 and 54: data exceptions, violated constraints, exceeded limits) and
/// what our own code makes of them comes again with the same message; anything else is the database's state, which passes.
/// </summary>
internal static class DatabaseFault
{
    private const int LongestReason = 500;

    /// <summary>True when waiting may help.</summary>
    public static bool Passes(Exception exception) => exception is SocketException or TimeoutException or IOException or ObjectDisposedException
        || (exception is NpgsqlException && exception is not PostgresException { SqlState: ['2', '1' or '2' or '3', ..] or ['5', '4', ..] });

    public static bool IsAboutContent(Exception exception) => !Passes(exception) && exception is not OperationCanceledException;

    /// <summary>For people.</summary>
    public static string Describe(Exception exception)
    {
        var text = exception is PostgresException problem ? $"{problem.SqlState}: {problem.MessageText}" : $"{exception.GetType().Name}: {exception.Message}";
        text = text.Replace('\0', ' ');
        return text.Length <= LongestReason ? text : text[..LongestReason];
    }
}
