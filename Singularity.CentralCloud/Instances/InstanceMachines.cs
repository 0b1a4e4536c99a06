using Npgsql;
using Singularity.CentralCloud.Storage;

namespace Singularity.CentralCloud.Instances;

/// <summary>
/// Table <c>instance_machines</c>. An instance may move to another machine; two machines that speak in turns are two instances under one id, and what one of them observes would be
/// taken for the other's.
/// </summary>
internal static class InstanceMachines
{
    // Nobody has that many; whoever sends a new name each time does not fill the table.
    private const int Most = 10;

    /// <summary>Inside the transaction that holds the instance's row. Returns whether a conflict has just begun.</summary>
    public static async Task<bool> NoteAsync(
        NpgsqlConnection connection, string id, string machine, DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            WITH before AS (SELECT machine, conflict_since IS NOT NULL AS is_known FROM instances WHERE id = $1),
            noted AS (
                INSERT INTO instance_machines AS known (instance_id, machine, last_seen) VALUES ($1, $2, $3)
                ON CONFLICT (instance_id, machine) DO UPDATE SET last_seen = greatest(known.last_seen, excluded.last_seen),
                    returned_at = CASE WHEN known.last_seen > $4 AND (SELECT b.machine <> $2 FROM before b) THEN $3 ELSE known.returned_at END
                RETURNING returned_at),
            conflict AS (
                SELECT EXISTS (SELECT 1 FROM noted WHERE returned_at > $4)
                    OR EXISTS (SELECT 1 FROM instance_machines WHERE instance_id = $1 AND machine <> $2 AND returned_at > $4) AS is_there),
            surplus AS (
                DELETE FROM instance_machines WHERE instance_id = $1 AND machine <> $2 AND machine IN (
                    SELECT machine FROM instance_machines WHERE instance_id = $1 ORDER BY last_seen DESC OFFSET {Most}))
            UPDATE instances SET machine = $2, conflict_since = CASE WHEN c.is_there THEN coalesce(conflict_since, $3) END
            FROM conflict c, before b WHERE id = $1
            RETURNING c.is_there AND NOT b.is_known
            """,
            connection)
            .With(id).With(machine).With(now.ToUniversalTime()).With((now - window).ToUniversalTime());
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>What is wrong, and the remedy.</summary>
    public static string Describe(string id, string machines) =>
        $"The id {id} is in use on two machines at once ({machines}): their observations cannot be told apart. Give one of them its own Knowledge:InstanceId and start it again.";
}
