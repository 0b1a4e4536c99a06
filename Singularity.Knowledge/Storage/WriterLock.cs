using Npgsql;

namespace Singularity.Knowledge.Storage;

/// <summary>Held by whoever writes patterns or texts, until the transaction ends.</summary>
internal static class WriterLock
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long Key = 0x53494E47_4B4E4F57;

    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(Key);
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }
}
