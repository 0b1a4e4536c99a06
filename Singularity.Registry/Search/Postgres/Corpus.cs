using System.Runtime.InteropServices;
using Npgsql;
using Singularity.Registry.Search.Index;

namespace Singularity.Registry.Search.Postgres;

/// <summary>What scoring asks of the whole, as the database counted it last.</summary>
internal sealed class Corpus
{
    private readonly Dictionary<string, TermFacts> _terms;
    private readonly Dictionary<string, TermFacts>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly StemSpace? _space;
    private readonly IndexOptions _options;

    private Corpus(IndexOptions options, long count, FieldWeights weights, long summaries, Dictionary<string, TermFacts> terms, StemSpace? space)
    {
        (_options, Count, Weights, _terms, _space) = (options, count, weights, terms, space);
        _lookup = terms.GetAlternateLookup<ReadOnlySpan<char>>();
        SummaryMean = Math.Max(1, summaries / Math.Max(1f, count));
    }

    public long Count { get; }

    public FieldWeights Weights { get; }

    public float SummaryMean { get; }

    /// <summary>How many documents have the word, at least 1.</summary>
    public long Documents(string term) => _terms.TryGetValue(term, out var facts) ? facts.Documents : 1;

    public float Idf(long documents) => FieldWeights.Idf(_options, Count, documents);

    /// <summary>Where the word lies in the space of stems, or -1, and how telling it is.</summary>
    public TermFacts Find(ReadOnlySpan<char> term) =>
        _lookup.TryGetValue(term, out var facts) ? facts : new TermFacts(1, _space?.Row(term) ?? -1, Idf(1));

    public static async Task<Corpus> ReadAsync(NpgsqlDataSource dataSource, string kind, IndexOptions options, StemSpace? space, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var (count, names, summaries, bodies) = (0L, 0L, 0L, 0L);
        await using (var totals = new NpgsqlCommand("SELECT documents, name_lengths, summary_lengths, body_lengths FROM search_statistics WHERE kind = $1", connection))
        {
            totals.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
            await using var reader = await totals.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken))
            {
                (count, names, summaries, bodies) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            }
        }

        var terms = new Dictionary<string, TermFacts>(StringComparer.Ordinal);
        await using (var words = new NpgsqlCommand("SELECT term, documents FROM search_terms WHERE kind = $1", connection))
        {
            words.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
            await using var reader = await words.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var (term, documents) = (reader.GetString(0), reader.GetInt64(1));
                terms.Add(term, new TermFacts(documents, space?.Row(term) ?? -1, FieldWeights.Idf(options, count, documents)));
            }
        }

        return new Corpus(options, count, new FieldWeights(options, count, names, summaries, bodies), summaries, terms, space);
    }
}

/// <summary>What is known of a word.</summary>
/// <param name="Row">In the space of stems, or -1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TermFacts(long Documents, int Row, float Idf);
