using Npgsql;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Storage;

/// <summary>What was ever found to speak against patterns, whether a correction has answered it or not.</summary>
public sealed class WeaknessReads(NpgsqlDataSource source)
{
    /// <summary>The causes that this database has observations of, by anybody.</summary>
    public async Task<IReadOnlySet<(Ulid Pattern, string Cause)>> ReadCausesAsync(IEnumerable<Ulid> patterns, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT pattern_id, body -> 'weakened' ->> 'cause' FROM observations WHERE type = 'weakened' AND pattern_id = ANY ($1)")
            .With(patterns.Select(static id => id.ToString()).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var causes = new HashSet<(Ulid, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            causes.Add((Ulid.Parse(reader.GetString(0)), reader.GetString(1)));
        }

        return causes;
    }
}
