using Npgsql;
using Singularity.Knowledge.Storage;

namespace Singularity.Knowledge.Search;

/// <summary>Held by whoever writes vectors, until the transaction ends: of two services, the second would lock the same rows in another order.</summary>
internal static class FillerLock
{
    // Any constant will do, as long as it stays: advisory locks are numbers, per database.
    private const long Key = 0x53494E47_56454354;

    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(Key);
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }
}
