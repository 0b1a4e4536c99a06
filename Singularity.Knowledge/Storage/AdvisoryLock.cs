using Npgsql;

namespace Singularity.Knowledge.Storage;

/// <summary>What one at a time does in a database, of however many processes share it; held until the transaction ends.</summary>
internal sealed class AdvisoryLock
{
    // Any constants will do, as long as they stay: advisory locks are numbers, per database.
    private readonly long _key;

    private AdvisoryLock(long key) => _key = key;

    /// <summary>Held by whoever writes patterns or texts.</summary>
    public static AdvisoryLock Writer { get; } = new(0x53494E47_4B4E4F57);

    /// <summary>Held by whoever writes vectors: of two services, the second would lock the same rows in another order.</summary>
    public static AdvisoryLock Vectors { get; } = new(0x53494E47_56454354);

    public async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection).With(_key);
        await wait.ExecuteNonQueryAsync(cancellationToken);
    }
}
