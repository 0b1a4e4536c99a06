using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Scoring;

namespace Singularity.Knowledge.Storage;

/// <summary>Table <c>pattern_uses</c>: uses added up once, so that a pattern used a million times is folded from a few rows.</summary>
internal static class UseCounts
{
    /// <param name="added">Each observation exactly once in its life.</param>
    public static async Task AddAsync(NpgsqlConnection connection, IEnumerable<Observation> added, CancellationToken cancellationToken)
    {
        var counts = added.Where(static o => o.Used is not null)
            .GroupBy(static o => (o.PatternId, o.InstanceId, Day: PatternScores.DayOf(o.Stamp.WallMs)))
            .Select(static of => (of.Key, Successes: of.LongCount(static o => o.Used!.Success), Failures: of.LongCount(static o => !o.Used!.Success)))
            .ToList();
        if (counts.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO pattern_uses AS known (pattern_id, instance_id, day, successes, failures)
            SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[])
            ON CONFLICT (pattern_id, instance_id, day)
            DO UPDATE SET successes = known.successes + excluded.successes, failures = known.failures + excluded.failures
            """,
            connection);
        command
            .With(counts.Select(static c => c.Key.PatternId.ToString()).ToArray())
            .With(counts.Select(static c => c.Key.InstanceId).ToArray())
            .With(counts.Select(static c => c.Key.Day).ToArray())
            .With(counts.Select(static c => c.Successes).ToArray())
            .With(counts.Select(static c => c.Failures).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task ReadAsync(
        NpgsqlConnection connection, string[] ids, IReadOnlyDictionary<Ulid, MemberFold> members, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT pattern_id, instance_id, day, successes, failures FROM pattern_uses WHERE pattern_id = ANY ($1)", connection).With(ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            members[Ulid.Parse(reader.GetString(0))].Uses.Add(reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), reader.GetInt64(4));
        }
    }
}
