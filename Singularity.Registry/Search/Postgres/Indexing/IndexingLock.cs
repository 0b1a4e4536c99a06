using Npgsql;

namespace Singularity.Registry.Search.Postgres.Indexing;

/// <summary>One instance at a time changes what is indexed, so that nothing older overwrites something newer and revisions are committed in order.</summary>
internal static class IndexingLock
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long Key = 0x53494E47_53524348;

    /// <summary>False while another instance holds it. Ends with the transaction.</summary>
    public static async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({Key})", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Waits for it. Ends with the transaction.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Key})", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
