using Npgsql;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>One instance at a time holds patterns against versions, so that none finds what another is about to write. Ends with its connection.</summary>
internal sealed class WeakeningTurns(NpgsqlDataSource dataSource)
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long Key = 0x53494E47_5745414B;

    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection)
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = Key } },
            };
            await wait.ExecuteNonQueryAsync(cancellationToken);
            return new Turn(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
