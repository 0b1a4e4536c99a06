using Npgsql;

namespace Singularity.Tests.TwoMachines;

/// <summary>What a database itself holds.</summary>
/// <param name="Observations">How many rows.</param>
/// <param name="Ids">Their ids, each once.</param>
/// <param name="Views">The fold of each pattern, by its id.</param>
/// <param name="Live">Live patterns.</param>
/// <param name="Waiting">Observations that are yet to be sent.</param>
internal sealed record StoredKnowledge(long Observations, HashSet<string> Ids, Dictionary<string, string> Views, int Live, long Waiting)
{
    public static async Task<StoredKnowledge> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();

        // All of one moment.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var (ids, views, observations, live) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), 0L, 0);
        await using (var command = new NpgsqlCommand("SELECT id FROM observations", connection))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            for (; await rows.ReadAsync(); observations++)
            {
                ids.Add(rows.GetString(0));
            }
        }

        await using (var command = new NpgsqlCommand("SELECT id, view::text, state = 'live' FROM patterns", connection))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                views.Add(rows.GetString(0), rows.GetString(1));
                live += rows.GetBoolean(2) ? 1 : 0;
            }
        }

        await using var waiting = new NpgsqlCommand("SELECT count(*) FROM outbox", connection);
        return new StoredKnowledge(observations, ids, views, live, (long)(await waiting.ExecuteScalarAsync())!);
    }

    public override string ToString() => $"{Observations} observations ({Ids.Count} ids), {Live} live patterns, {Waiting} to send";
}
