using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Singularity.Knowledge;
using Singularity.Knowledge.Authoring;
using Singularity.Knowledge.Duplicates;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Scoring;
using Singularity.Knowledge.Search;
using Singularity.Knowledge.Storage;
using Singularity.ServiceDefaults.Postgres.Migrations;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Storage;

/// <summary>A database of its own with the library on it.</summary>
internal sealed class KnowledgeDatabase : IAsyncDisposable
{
    private KnowledgeDatabase(NpgsqlDataSource source, IEmbeddingGenerator<string, Embedding<float>>? generator)
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        Source = source;
        Store = new ObservationStore(source, StoreLog);
        Later = new LaterFold(source);
        Reads = new ObservationReads(source);
        Outbox = new Outbox(source);
        Patterns = new PatternReads(source);
        Cache = new PatternCache(source, options, Time);
        Vectors = new PatternVectors(source, NullLogger<PatternVectors>.Instance, options, Time, () => generator);
        Scores = new PatternScores(options, Time);
        Search = new PatternSearch(source, Vectors, Scores, options, Time);
        Duplicates = new DuplicateFinder(source, Vectors, options);
    }

    public KnowledgeOptions Options { get; } = new();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(ObservationSamples.Start));

    public LogLines<ObservationStore> StoreLog { get; } = new();

    public NpgsqlDataSource Source { get; }

    public ObservationStore Store { get; }

    public LaterFold Later { get; }

    public ObservationReads Reads { get; }

    public Outbox Outbox { get; }

    public PatternReads Patterns { get; }

    public PatternCache Cache { get; }

    public PatternVectors Vectors { get; }

    public PatternScores Scores { get; }

    public PatternSearch Search { get; }

    public DuplicateFinder Duplicates { get; }

    public static async Task<KnowledgeDatabase> CreateAsync(PostgresFixture postgres, IEmbeddingGenerator<string, Embedding<float>>? generator = null)
    {
        var source = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        var set = MigrationSet.Load("test", typeof(KnowledgeRegistration).Assembly, "Singularity.Knowledge.Storage.Migrations.", "knowledge");
        await new MigrationRunner(source, set, NullLogger.Instance).RunAsync(CancellationToken.None);
        return new KnowledgeDatabase(source, generator);
    }

    /// <summary>As a process of this database has it: its own clock and ids, the instance that the options or the database name.</summary>
    public LocalAuthor Author(TimeProvider? clock = null)
    {
        var time = clock ?? Time;
        var ids = new UlidFactory(time);
        var identity = new InstanceIdentity(Source, ids, Microsoft.Extensions.Options.Options.Create(Options));
        return new LocalAuthor(identity, Reads, ids, new HybridClock(time, Options.MaxClockAhead), time);
    }

    public async Task ClearAsync() => await ExecuteAsync(
        "TRUNCATE observations, pattern_tallies, patterns, outbox, cached_patterns, pattern_texts, pattern_vectors, awaited_texts; UPDATE fold_cursor SET folded = 0, settled = 0");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
