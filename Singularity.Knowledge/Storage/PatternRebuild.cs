using System.Text;
using Npgsql;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;
using Singularity.Knowledge.Observations;

namespace Singularity.Knowledge.Storage;

/// <summary>
/// Folds anew the patterns that new observations are about, and those merged with them, inside the writer's transaction. Of a pattern that stands for itself alone, uses are
/// only added up.
/// </summary>
internal static class PatternRebuild
{
    /// <summary>Returns the folded patterns as they are now, and of those that were used only, what they have of uses.</summary>
    /// <param name="added">The next ones that are not folded yet.</param>
    /// <param name="upTo">The position of the last of them: what was stored after it is folded another time.</param>
    public static async Task<(IReadOnlyList<Pattern> Folded, IReadOnlyList<UsedPattern> Used)> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<Observation> added, long upTo, CancellationToken cancellationToken)
    {
        var tallies = await PatternTallies.AddAsync(connection, added, cancellationToken);
        var touched = added.Where(static o => o.Used is null).Select(static o => o.PatternId).Concat(added.Select(ObservationTypes.OtherOf).OfType<Ulid>()).ToHashSet();
        var used = await ReadAloneAsync(connection, [.. tallies.Keys.Where(id => !touched.Contains(id))], cancellationToken);
        touched.UnionWith(tallies.Keys.Where(id => !used.Contains(id)));
        return (
            touched.Count == 0 ? [] : await FoldAsync(connection, added, upTo, touched, tallies, cancellationToken),
            [.. used.Select(id => new UsedPattern(id, tallies[id].ToUses()))]);
    }

    private static async Task<List<Pattern>> FoldAsync(
        NpgsqlConnection connection, IReadOnlyList<Observation> added, long upTo, HashSet<Ulid> touched, Dictionary<Ulid, UseTally> tallies, CancellationToken cancellationToken)
    {
        var groups = await ReadGroupsAsync(connection, touched, cancellationToken);
        var known = groups.Keys.ToHashSet();
        foreach (var id in touched.Where(id => !known.Contains(id)))
        {
            groups.Add(id, id);
        }

        Unite(groups, added);
        foreach (var (id, tally) in await PatternTallies.ReadOwnAsync(connection, [.. known.Where(id => !tallies.ContainsKey(id))], cancellationToken))
        {
            tallies.Add(id, tally);
        }

        var members = groups.Keys.ToDictionary(static id => id, static id => new MemberFold(id));
        foreach (var (id, member) in members)
        {
            if (tallies.TryGetValue(id, out var tally))
            {
                member.Uses.Add(tally);
            }
        }

        await ReadObservationsAsync(connection, known, upTo, members, cancellationToken);
        AddNew(added, known, members);
        var patterns = members.Values.GroupBy(m => groups[m.Id]).SelectMany(static group => GroupFold.Fold([.. group])).ToList();
        await WriteAsync(connection, patterns, groups, cancellationToken);
        var merged = members.Values.GroupBy(m => groups[m.Id]).Where(static group => group.Skip(1).Any()).SelectMany(static group => group).Select(static m => m.Id).ToHashSet();
        await PatternTallies.WriteMergedAsync(connection, [.. patterns.Where(p => merged.Contains(p.Id)).Select(p => (p.Id, Others(p, members)))], cancellationToken);
        var texts = patterns.Where(static p => p.Content is not null).ToList();
        await (texts.Count > AwaitedTexts.Many
            ? AwaitedTexts.AddAsync(connection, texts, cancellationToken)
            : PatternTexts.WriteAsync(connection, texts, isCached: false, cancellationToken));
        await PatternTexts.RemoveAsync(
            connection, patterns.Where(static p => p.State is PatternState.Retracted or PatternState.Merged).Select(static p => p.Id), cancellationToken);
        return patterns;
    }

    private static PatternUses Others(Pattern pattern, Dictionary<Ulid, MemberFold> members)
    {
        var others = new UseTally();
        foreach (var other in pattern.Merged)
        {
            others.Add(members[other].Uses);
        }

        return others.ToUses();
    }

    /// <summary>Those that are folded already and merged with none.</summary>
    private static async Task<HashSet<Ulid>> ReadAloneAsync(NpgsqlConnection connection, Ulid[] ids, CancellationToken cancellationToken)
    {
        var alone = new HashSet<Ulid>();
        if (ids.Length > 0)
        {
            await using var command = new NpgsqlCommand(
                """
                SELECT p.id FROM patterns p
                WHERE p.id = ANY ($1) AND p.group_id = p.id AND NOT EXISTS (SELECT FROM patterns o WHERE o.group_id = p.id AND o.id <> p.id)
                """,
                connection).With(Array.ConvertAll(ids, static id => id.ToString()));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                alone.Add(Ulid.Parse(reader.GetString(0)));
            }
        }

        return alone;
    }

    /// <summary>Those of the patterns that there are, and all that were merged with them, with the smallest id of each group.</summary>
    private static async Task<Dictionary<Ulid, Ulid>> ReadGroupsAsync(NpgsqlConnection connection, HashSet<Ulid> touched, CancellationToken cancellationToken)
    {
        var groups = new Dictionary<Ulid, Ulid>(touched.Count);
        await using var command = new NpgsqlCommand(
            "SELECT id, group_id FROM patterns WHERE group_id IN (SELECT group_id FROM patterns WHERE id = ANY ($1))", connection)
            .With(touched.Select(static id => id.ToString()).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            groups.Add(Ulid.Parse(reader.GetString(0)), Ulid.Parse(reader.GetString(1)));
        }

        return groups;
    }

    private static void Unite(Dictionary<Ulid, Ulid> groups, IReadOnlyList<Observation> added)
    {
        var unions = new UnionFind();
        foreach (var (id, group) in groups)
        {
            unions.Union(id, group);
        }

        foreach (var observation in added)
        {
            if (observation.MergeConfirmed is { } confirmed)
            {
                unions.Union(observation.PatternId, confirmed.Other);
            }
        }

        foreach (var id in groups.Keys.ToList())
        {
            groups[id] = unions.Find(id);
        }
    }

    /// <summary>Of patterns that there were not, all observations are new: any that came before would have made them.</summary>
    private static void AddNew(IReadOnlyList<Observation> added, HashSet<Ulid> known, Dictionary<Ulid, MemberFold> members)
    {
        foreach (var observation in added.Where(static o => o.Used is null))
        {
            if (!known.Contains(observation.PatternId))
            {
                members[observation.PatternId].Add(observation);
            }

            if (observation.MergeProposed is { } proposed && !known.Contains(proposed.Other))
            {
                members[proposed.Other].AddCandidate(observation.PatternId, proposed.Similarity);
            }
        }
    }

    private static async Task ReadObservationsAsync(
        NpgsqlConnection connection, HashSet<Ulid> known, long upTo, Dictionary<Ulid, MemberFold> members, CancellationToken cancellationToken)
    {
        if (known.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            $"""
            SELECT body FROM observations WHERE type IS DISTINCT FROM '{ObservationTypes.Used}' AND pattern_id = ANY ($1) AND position <= $2
            UNION ALL
            SELECT body FROM observations WHERE type = '{ObservationTypes.MergeProposed}' AND other_id = ANY ($1) AND pattern_id <> ALL ($1) AND position <= $2
            """,
            connection).With(known.Select(static id => id.ToString()).ToArray()).With(upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var observation = StoredObservation.Parse(reader.GetFieldValue<byte[]>(0));
            if (known.Contains(observation.PatternId))
            {
                members[observation.PatternId].Add(observation);
            }

            if (observation.MergeProposed is { } proposed && known.Contains(proposed.Other))
            {
                members[proposed.Other].AddCandidate(observation.PatternId, proposed.Similarity);
            }
        }
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<Pattern> patterns, Dictionary<Ulid, Ulid> groups, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO patterns (id, group_id, state, content_hash, view)
            SELECT i.id, i.group_id, i.state, i.content_hash, i.view::json
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) AS i (id, group_id, state, content_hash, view)
            ON CONFLICT (id) DO UPDATE SET group_id = excluded.group_id, state = excluded.state, content_hash = excluded.content_hash, view = excluded.view
            """,
            connection);
        command
            .With(patterns.Select(static p => p.Id.ToString()).ToArray())
            .With(patterns.Select(p => groups[p.Id].ToString()).ToArray())
            .With(patterns.Select(static p => PatternStates.Name(p.State)).ToArray())
            .With(patterns.Select(static p => p.ContentHash).ToArray())
            .With(patterns.Select(static p => Encoding.UTF8.GetString(ObservationJson.Write(p with { Uses = PatternUses.None }))).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
