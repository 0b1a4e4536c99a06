using Npgsql;
using Singularity.CentralCloud.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>
/// Of several instances of this service one reads the stream: one writer at a time works in the database anyway. Held by a connection, so that it is free when its
/// holder is gone, which the server notices also where nobody told it. Should two hold it for a moment, the same is taken in twice, which changes nothing.
/// </summary>
internal sealed class IngestSeat : IAsyncDisposable
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long LockKey = 0x53494E47_53454154;

    private readonly NpgsqlConnection _connection;

    private IngestSeat(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Null when another instance has it.</summary>
    public static async Task<IngestSeat?> TryTakeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1), set_config('tcp_keepalives_idle', '15', false)", connection).With(LockKey);
            if ((bool)(await take.ExecuteScalarAsync(cancellationToken))!)
            {
                return new IngestSeat(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Throws when the connection is gone, and the seat with it.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var check = new NpgsqlCommand("SELECT 1", _connection);
        await check.ExecuteNonQueryAsync(cancellationToken);
    }

    // Giving the connection back to the pool ends its locks; here that is said at once.
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var leave = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", _connection).With(LockKey);
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception exception) when (DatabaseFault.Passes(exception))
        {
            // The server has ended it together with the connection.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }
}
