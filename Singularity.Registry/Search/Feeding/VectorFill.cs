using Npgsql;
using Singularity.Contracts.Identity;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Search.Feeding;

/// <summary>
/// Takes another model's vectors than the static one's from PostgreSQL, where the indexing puts them: a text is sent to the model once, not once by every instance. Until
/// then it is found by words. A vector of what the package said before is not taken.
/// </summary>
internal sealed class VectorFill(NpgsqlDataSource dataSource, SearchModel model)
{
    private const int Batch = 500;
    private const int Few = 5_000;

    private const string Count =
        "SELECT count(*) FROM search_vectors v JOIN embedding_models m ON m.id = v.model_id WHERE m.name = $1";

    private const string Read =
        """
        SELECT d.ecosystem, d.name, v.vector::real[] FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS asked (ecosystem, name, version, summary)
        JOIN search_documents d ON d.ecosystem = asked.ecosystem AND d.name = asked.name AND d.version = asked.version AND d.summary = asked.summary
            AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.document_id = d.id)
        JOIN search_vectors v ON v.document_id = d.id JOIN embedding_models m ON m.id = v.model_id AND m.name = $1
        """;

    private long _count = -1;

    /// <summary>Gives the index what it lacks and PostgreSQL has.</summary>
    public async Task FillAsync(SearchIndex index, CancellationToken cancellationToken)
    {
        if (model.Other is not { } name || index.Lacking == 0)
        {
            return;
        }

        // Many are lacking only while the model is new, and its vectors come.
        var count = await CountAsync(name, cancellationToken);
        if (count == _count && index.Lacking > Few)
        {
            return;
        }

        foreach (var lacking in index.ReadLacking(int.MaxValue).Chunk(Batch))
        {
            if (await ReadAsync(name, lacking, cancellationToken) is { Count: > 0 } vectors)
            {
                index.SetVectors(vectors);
            }
        }

        _count = count;
    }

    private async Task<long> CountAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Count);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<List<(string Id, ReadOnlyMemory<float> Vector)>> ReadAsync(
        string name, IReadOnlyList<IndexDocument> lacking, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lacking.Select(static document => document.Facts!.Ecosystem.PurlType())] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lacking.Select(static document => document.Name)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lacking.Select(static document => document.Facts!.Version)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lacking.Select(static document => document.Summary)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var vectors = new List<(string, ReadOnlyMemory<float>)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Ecosystems.TryParse(reader.GetString(0), out var ecosystem))
            {
                // A text of which the model makes none has a row without one.
                vectors.Add((
                    IndexDocuments.Id(ecosystem, reader.GetString(1)),
                    await reader.IsDBNullAsync(2, cancellationToken) ? default : SearchModel.Normalise(reader.GetFieldValue<float[]>(2))));
            }
        }

        return vectors;
    }
}
