using System.Text;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>Folds anew the patterns that new observations are about, and those merged with them, inside the writer's transaction.</summary>
internal static class PatternRebuild
{
    /// <summary>Returns the patterns as they are now.</summary>
    public static async Task<IReadOnlyList<Pattern>> RunAsync(NpgsqlConnection connection, IReadOnlyList<Observation> added, CancellationToken cancellationToken)
    {
        var groups = await ReadGroupsAsync(connection, added, cancellationToken);
        var members = groups.Keys.ToDictionary(static id => id, static id => new MemberFold(id));
        var ids = groups.Keys.Select(static id => id.ToString()).ToArray();
        await UseCounts.AddAsync(connection, added, cancellationToken);
        await UseCounts.ReadAsync(connection, ids, members, cancellationToken);
        await ReadObservationsAsync(connection, ids, members, cancellationToken);

        var patterns = members.Values.GroupBy(m => groups[m.Id]).SelectMany(static group => GroupFold.Fold([.. group])).ToList();
        await WriteAsync(connection, patterns, groups, cancellationToken);
        await PatternTexts.WriteAsync(connection, patterns, isCached: false, cancellationToken);
        await PatternTexts.RemoveAsync(
            connection, patterns.Where(static p => p.State is PatternState.Retracted or PatternState.Merged).Select(static p => p.Id), cancellationToken);
        return patterns;
    }

    /// <summary>Every pattern concerned, with the smallest id of its group.</summary>
    private static async Task<Dictionary<Ulid, Ulid>> ReadGroupsAsync(
        NpgsqlConnection connection, IReadOnlyList<Observation> added, CancellationToken cancellationToken)
    {
        var touched = added.Select(static o => o.PatternId).Concat(added.Select(ObservationTypes.OtherOf).OfType<Ulid>())
            .Distinct().Select(static id => id.ToString()).ToArray();
        await using (var ensure = new NpgsqlCommand(
            "INSERT INTO patterns (id, group_id, state, view) SELECT id, id, 'awaited', '{}' FROM unnest($1::text[]) AS new (id) ON CONFLICT (id) DO NOTHING",
            connection).With(touched))
        {
            await ensure.ExecuteNonQueryAsync(cancellationToken);
        }

        var unions = new UnionFind();
        var ids = new List<Ulid>();
        await using (var read = new NpgsqlCommand(
            "SELECT id, group_id FROM patterns WHERE group_id IN (SELECT group_id FROM patterns WHERE id = ANY ($1))", connection).With(touched))
        {
            await using var reader = await read.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(Ulid.Parse(reader.GetString(0)));
                unions.Union(ids[^1], Ulid.Parse(reader.GetString(1)));
            }
        }

        foreach (var observation in added)
        {
            if (observation.MergeConfirmed is { } confirmed)
            {
                unions.Union(observation.PatternId, confirmed.Other);
            }
        }

        return ids.ToDictionary(static id => id, unions.Find);
    }

    private static async Task ReadObservationsAsync(
        NpgsqlConnection connection, string[] ids, Dictionary<Ulid, MemberFold> members, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT body FROM observations WHERE type IS DISTINCT FROM '{ObservationTypes.Used}' AND pattern_id = ANY ($1)
            UNION ALL
            SELECT body FROM observations WHERE type = '{ObservationTypes.MergeProposed}' AND other_id = ANY ($1) AND pattern_id <> ALL ($1)
            """,
            connection).With(ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var observation = ObservationReader.Read(Encoding.UTF8.GetBytes(reader.GetString(0))) is ObservationReading.Read read
                ? read.Observation.Observation
                : throw new FormatException("The database holds an observation that this version cannot read.");
            if (members.TryGetValue(observation.PatternId, out var member))
            {
                member.Add(observation);
            }

            if (observation.MergeProposed is { } proposed && members.TryGetValue(proposed.Other, out var other))
            {
                other.AddCandidate(observation.PatternId, proposed.Similarity);
            }
        }
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<Pattern> patterns, Dictionary<Ulid, Ulid> groups, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE patterns p SET group_id = new.group_id, state = new.state, content_hash = new.content_hash, view = new.view::json
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS new (id, group_id, state, content_hash, view) WHERE p.id = new.id
            """,
            connection);
        command
            .With(patterns.Select(static p => p.Id.ToString()).ToArray())
            .With(patterns.Select(p => groups[p.Id].ToString()).ToArray())
            .With(patterns.Select(static p => PatternStates.Name(p.State)).ToArray())
            .With(patterns.Select(static p => p.ContentHash).ToArray())
            .With(patterns.Select(static p => Encoding.UTF8.GetString(ObservationJson.Write(p))).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
