using Npgsql;
using Singularity.CentralCloud.Storage;

namespace Singularity.CentralCloud.Ingest;

/// <summary>Table <c>stream_positions</c>: how far a stream is taken in, in the database that takes it in. Whoever reads from there on misses nothing, and a backup of the one holds the other.</summary>
internal sealed class StreamPositions(NpgsqlDataSource source)
{
    /// <param name="created">When the stream was made.</param>
    /// <param name="last">The stream's last sequence; a position beyond it is of a stream that has lost messages since, and will give their numbers to others.</param>
    /// <returns>0 where all of the stream is to be read.</returns>
    public async Task<long> ReadAsync(string stream, DateTimeOffset created, long last, CancellationToken cancellationToken)
    {
        await using var forget = source.CreateCommand("DELETE FROM stream_positions WHERE stream = $1 AND (created <> $2 OR sequence > $3)")
            .With(stream).With(created.ToUniversalTime()).With(last);
        await forget.ExecuteNonQueryAsync(cancellationToken);
        await using var command = source.CreateCommand("SELECT sequence FROM stream_positions WHERE stream = $1").With(stream);
        return await command.ExecuteScalarAsync(cancellationToken) is long sequence ? sequence : 0;
    }

    /// <summary>To be called when everything up to the sequence is stored, or parked. A reader that is behind another moves nothing back.</summary>
    public async Task WriteAsync(string stream, DateTimeOffset created, long sequence, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO stream_positions AS known (stream, created, sequence) VALUES ($1, $2, $3)
            ON CONFLICT (stream) DO UPDATE SET sequence = greatest(known.sequence, excluded.sequence) WHERE known.created = excluded.created
            """)
            .With(stream).With(created.ToUniversalTime()).With(sequence);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
