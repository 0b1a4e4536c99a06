using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Scoring;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Table <c>pattern_tallies</c>: uses added up once, so that a use costs one short row however often its pattern was used before. Of what is read here nobody writes
/// meanwhile: the writer's lock is held.
/// </summary>
internal static class PatternTallies
{
    /// <summary>Adds uses to those of their patterns.</summary>
    /// <param name="added">Each observation exactly once in its life.</param>
    /// <returns>All that the patterns now have under their own ids.</returns>
    public static async Task<Dictionary<Ulid, UseTally>> AddAsync(NpgsqlConnection connection, IEnumerable<Observation> added, CancellationToken cancellationToken)
    {
        var uses = added.Where(static o => o.Used is not null).ToLookup(static o => o.PatternId);
        var tallies = await ReadOwnAsync(connection, [.. uses.Select(static of => of.Key)], cancellationToken);
        foreach (var of in uses)
        {
            if (!tallies.TryGetValue(of.Key, out var tally))
            {
                tallies.Add(of.Key, tally = new UseTally());
            }

            foreach (var use in of)
            {
                tally.Add(use.InstanceId, PatternScores.DayOf(use.Stamp.WallMs), use.Used!.Success ? 1 : 0, use.Used.Success ? 0 : 1);
            }
        }

        if (tallies.Count > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO pattern_tallies (pattern_id, own) SELECT i.id, i.own::json FROM unnest($1::text[], $2::text[]) AS i (id, own)
                ON CONFLICT (pattern_id) DO UPDATE SET own = excluded.own
                """,
                connection)
                .With(tallies.Keys.Select(static id => id.ToString()).ToArray())
                .With(tallies.Values.Select(static tally => Write(tally.ToUses())).ToArray());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return tallies;
    }

    /// <summary>Those under their own ids; a pattern that was never used is left out.</summary>
    public static async Task<Dictionary<Ulid, UseTally>> ReadOwnAsync(NpgsqlConnection connection, IReadOnlyCollection<Ulid> ids, CancellationToken cancellationToken)
    {
        var tallies = new Dictionary<Ulid, UseTally>(ids.Count);
        if (ids.Count > 0)
        {
            await using var command = new NpgsqlCommand("SELECT pattern_id, own FROM pattern_tallies WHERE pattern_id = ANY ($1)", connection)
                .With(ids.Select(static id => id.ToString()).ToArray());
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var tally = new UseTally();
                tally.Add(Parse(reader.GetString(1)));
                tallies.Add(Ulid.Parse(reader.GetString(0)), tally);
            }
        }

        return tallies;
    }

    /// <summary>Writes beside the patterns of merged groups what those have that they stand for.</summary>
    public static async Task WriteMergedAsync(NpgsqlConnection connection, IReadOnlyCollection<(Ulid Id, PatternUses Others)> merged, CancellationToken cancellationToken)
    {
        if (merged.Count > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO pattern_tallies (pattern_id, own, merged) SELECT i.id, $3::text::json, i.merged::json FROM unnest($1::text[], $2::text[]) AS i (id, merged)
                ON CONFLICT (pattern_id) DO UPDATE SET merged = excluded.merged
                """,
                connection)
                .With(merged.Select(static m => m.Id.ToString()).ToArray())
                .With(merged.Select(static m => m.Others.ByDay.Count == 0 ? null : Write(m.Others)).ToArray())
                .With(Write(PatternUses.None));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public static PatternUses Parse(string tally) => JsonSerializer.Deserialize(tally, SingularityJson.Default.PatternUses)!;

    private static string Write(PatternUses uses) => JsonSerializer.Serialize(uses, SingularityJson.Default.PatternUses);
}
