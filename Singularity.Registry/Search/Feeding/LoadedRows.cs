using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Feeding;

/// <summary>Takes over packages that were loaded from a list, not collected: they have no version and no snippets, only a row of <c>search_documents</c>.</summary>
internal sealed class LoadedRows(NpgsqlDataSource dataSource, TimeProvider timeProvider)
{
    private const int Part = 500;

    private const string Since =
        """
        SELECT revision, ecosystem, name, version, summary, keywords, downloads, license, advisory_rank, deprecated, published
        FROM search_documents WHERE NOT collected AND revision > $1 ORDER BY revision LIMIT $2
        """;

    // Nothing tells of rows that were taken out again.
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private long _seen;
    private long _countedAt;

    /// <summary>False when the memory does not suffice.</summary>
    /// <param name="isServing">Searches go on between parts.</param>
    public async Task<bool> TakeAsync(SearchIndex index, bool isServing, CancellationToken cancellationToken)
    {
        if (_held.Count > 0 && timeProvider.GetElapsedTime(_countedAt) > CountEvery)
        {
            await ForgetGoneAsync(index, cancellationToken);
        }

        while (true)
        {
            var part = await ReadAsync(cancellationToken);
            if (part.Count == 0)
            {
                return true;
            }

            if (_held.Count == 0)
            {
                _countedAt = timeProvider.GetTimestamp();
            }

            if (index.Put([.. part.Select(static row => row.Document)]) < part.Count)
            {
                return false;
            }

            if (isServing)
            {
                index.Settle();
            }

            _held.UnionWith(part.Select(static row => row.Document.Id));
            _seen = part[^1].Revision;
        }
    }

    private async Task ForgetGoneAsync(SearchIndex index, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT ecosystem, name, collected FROM search_documents");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (loaded, collected) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(0), out var ecosystem))
            {
                (reader.GetBoolean(2) ? collected : loaded).Add(IndexDocuments.Id(ecosystem, reader.GetString(1)));
            }
        }

        // One that was collected since is the collected package's now.
        index.Remove([.. _held.Where(id => !loaded.Contains(id) && !collected.Contains(id))]);
        _held.IntersectWith(loaded);
        _countedAt = timeProvider.GetTimestamp();
    }

    private async Task<List<(long Revision, IndexDocument Document)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Since);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _seen });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Part });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var part = new List<(long, IndexDocument)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(1), out var ecosystem))
            {
                part.Add((reader.GetInt64(0), Document(reader, ecosystem)));
            }
        }

        return part;
    }

    private static IndexDocument Document(NpgsqlDataReader reader, Ecosystem ecosystem) => IndexDocuments.Of(
        ecosystem,
        reader.GetString(2),
        Text(reader, 4),
        [Text(reader, 5) ?? ""],
        "",
        reader.IsDBNull(6) ? 0 : reader.GetInt64(6),
        new DocumentFacts(
            ecosystem,
            Text(reader, 3) ?? "",
            Text(reader, 7),
            reader.IsDBNull(8) ? (short)0 : reader.GetInt16(8),
            !reader.IsDBNull(9) && reader.GetBoolean(9),
            reader.IsDBNull(10) ? null : reader.GetFieldValue<DateTimeOffset>(10)));

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
