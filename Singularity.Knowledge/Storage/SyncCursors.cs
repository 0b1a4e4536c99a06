using Npgsql;

namespace Singularity.Knowledge.Storage;

/// <summary>How far this database has read an authority's observations; kept, so that it goes on from there.</summary>
public sealed class SyncCursors(NpgsqlDataSource source)
{
    private const string All = "*";

    /// <param name="of">Whose observations alone are read; null means all.</param>
    /// <returns>0 before the first.</returns>
    public async Task<long> ReadAsync(string? of, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT position FROM sync_cursors WHERE of_instance = $1").With(of ?? All);
        return await command.ExecuteScalarAsync(cancellationToken) is long position ? position : 0;
    }

    /// <summary>To be called when what came before the cursor is stored.</summary>
    public async Task WriteAsync(string? of, long position, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "INSERT INTO sync_cursors (of_instance, position) VALUES ($1, $2) ON CONFLICT (of_instance) DO UPDATE SET position = excluded.position")
            .With(of ?? All).With(position);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
