using Microsoft.Data.Sqlite;

namespace LiteDB;

/// <summary>One SQLite connection with its prepared statements. Used by one caller at a time.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>How long to wait for another process that writes, in seconds.</summary>
    private const int BusySeconds = 10;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public Session(string filename, bool readOnly)
    {
        var options = new SqliteConnectionStringBuilder
        {
            DataSource = filename,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        };
        _connection = new SqliteConnection(options.ConnectionString);
        try
        {
            _connection.Open();

            // With a write-ahead log NORMAL loses nothing when the process ends in any way; FULL would only guard against power loss.
            Run($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that are not worth keeping.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public int Execute(string sql, params ReadOnlySpan<object> arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    public object Scalar(string sql, params ReadOnlySpan<object> arguments) => Prepare(sql, arguments).ExecuteScalar();

    public SqliteDataReader Read(string sql, params ReadOnlySpan<object> arguments) => Prepare(sql, arguments).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object> arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var index = 0; index < arguments.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter("$" + index, null));
            }

            _commands.Add(sql, command);
        }

        for (var index = 0; index < arguments.Length; index++)
        {
            command.Parameters[index].Value = arguments[index];
        }

        return command;
    }
}
