using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Folding;

namespace Singularity.Knowledge.Storage;

/// <summary>Patterns as they were last folded.</summary>
public sealed class PatternReads(NpgsqlDataSource source)
{
    /// <summary>Null for an id that no observation is about.</summary>
    public async Task<Pattern?> ReadAsync(Ulid id, CancellationToken cancellationToken) =>
        (await ReadAsync("id = $1", 1, static (command, id) => command.With(id.ToString()), id, cancellationToken)).SingleOrDefault();

    /// <summary>Those of the ids that observations are about, in the order of their ids.</summary>
    public Task<List<Pattern>> ReadAsync(IReadOnlyCollection<Ulid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ReadAsync("id = ANY ($1)", ids.Count, static (command, ids) => command.With(ids.Select(static id => id.ToString()).ToArray()), ids, cancellationToken);
    }

    /// <summary>A page, by id: the oldest first.</summary>
    /// <param name="state">Only these; null means all.</param>
    /// <param name="after">The last id of the previous page; null for the first.</param>
    public Task<List<Pattern>> ListAsync(PatternState? state, Ulid? after, int limit, CancellationToken cancellationToken) => ReadAsync(
        "id > $1 AND ($2 = '' OR state = $2)",
        limit,
        static (command, of) => command.With(of.after?.ToString() ?? "").With(of.state is { } only ? PatternStates.Name(only) : ""),
        (state, after),
        cancellationToken);

    /// <summary>Those of the same normalised content, the oldest first; at most ten.</summary>
    internal Task<List<Pattern>> ReadByContentAsync(string contentHash, CancellationToken cancellationToken) =>
        ReadAsync("content_hash = $1", 10, static (command, hash) => command.With(hash), contentHash, cancellationToken);

    /// <summary>A pattern without its uses, or one that an authority sent with them.</summary>
    internal static Pattern Parse(string view) => JsonSerializer.Deserialize(view, SingularityJson.Default.Pattern)!;

    /// <summary>A pattern from three columns: its view, and its tallies, which are null where it was never used or the view has them.</summary>
    public static Pattern Parse(NpgsqlDataReader reader, int at)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var pattern = Parse(reader.GetString(at));
        return pattern.State is PatternState.Merged || reader.IsDBNull(at + 1) ? pattern : pattern with { Uses = Uses(reader, at + 1) };
    }

    /// <summary>From both columns of tallies; the first is not null.</summary>
    internal static PatternUses Uses(NpgsqlDataReader reader, int at)
    {
        if (reader.IsDBNull(at + 1))
        {
            return PatternTallies.Parse(reader.GetString(at));
        }

        var uses = new UseTally();
        uses.Add(PatternTallies.Parse(reader.GetString(at)));
        uses.Add(PatternTallies.Parse(reader.GetString(at + 1)));
        return uses.ToUses();
    }

    private async Task<List<Pattern>> ReadAsync<T>(string where, int limit, Action<NpgsqlCommand, T> add, T value, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT p.view, u.own, u.merged FROM patterns p LEFT JOIN pattern_tallies u ON u.pattern_id = p.id WHERE {where} ORDER BY p.id LIMIT {limit}");
        add(command, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var patterns = new List<Pattern>();
        while (await reader.ReadAsync(cancellationToken))
        {
            patterns.Add(Parse(reader, 0));
        }

        return patterns;
    }
}
