using System.Text.Json;
using Npgsql;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;

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

    internal static Pattern Parse(string view) => JsonSerializer.Deserialize(view, SingularityJson.Default.Pattern)!;

    private async Task<List<Pattern>> ReadAsync<T>(string where, int limit, Action<NpgsqlCommand, T> add, T value, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"SELECT view FROM patterns WHERE {where} ORDER BY id LIMIT {limit}");
        add(command, value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var patterns = new List<Pattern>();
        while (await reader.ReadAsync(cancellationToken))
        {
            patterns.Add(Parse(reader.GetString(0)));
        }

        return patterns;
    }
}
