using Singularity.Contracts.Knowledge;
using Singularity.Embeddings;
using Singularity.Tests.Knowledge.Storage;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Duplicates;

[Collection("postgres")]
public sealed class DuplicateFinderTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Ulid A = ObservationSamples.Id(1);
    private static readonly Ulid B = ObservationSamples.Id(2);
    private static readonly Ulid C = ObservationSamples.Id(3);
    private readonly StaticEmbeddingGenerator _generator = new(StaticEncoder.OpenDefault());
    private KnowledgeDatabase? _database;

    private KnowledgeDatabase Database => _database!;

    public async Task InitializeAsync() => _database = await KnowledgeDatabase.CreateAsync(postgres, _generator);

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        _generator.Dispose();
    }

    [Fact]
    public async Task Equal_words_are_proposed_once_by_the_greater_id_and_not_again_once_somebody_did()
    {
        await LearnAsync(A, "Retry requests", "Wait longer after each failure.");
        await LearnAsync(B, "retry  requests", "WAIT longer after each failure.");

        var proposal = (await FindAsync(A, B)).ShouldHaveSingleItem();
        proposal.PatternId.ShouldBe(B);
        proposal.Fact.ShouldBe(new MergeProposed { Other = A, Similarity = 1 });

        await AppendAsync(ObservationSamples.Id(50), proposal.PatternId, proposal.Fact);
        (await FindAsync(A, B)).ShouldBeEmpty();
        (await Database.Patterns.ReadAsync(A, CancellationToken.None))!.MergeCandidates.ShouldBe([new MergeCandidate(B, 1)]);
    }

    [Fact]
    public async Task Nearly_equal_meaning_of_one_kind_is_proposed_with_its_similarity_and_model()
    {
        await LearnAsync(A, "Retry failed http requests with exponential backoff", "Send the request again after a delay that doubles.");
        await LearnAsync(B, "Retry failed http requests with exponential backoff", "Send requests again after a delay that doubles each time.");
        await LearnAsync(C, "Draw charts", "Render an svg with axes and a legend.");
        await LearnAsync(
            ObservationSamples.Id(4), "Retry failed http requests with exponential backoff", "Send the request again after a delay that doubles!", PatternKind.Prompt);
        (await FindAsync(A, B, C)).ShouldBeEmpty();
        await Database.Vectors.FillAsync(100, CancellationToken.None);

        var proposal = (await FindAsync(A, B, C)).ShouldHaveSingleItem();
        proposal.PatternId.ShouldBe(B);
        proposal.Fact.Other.ShouldBe(A);
        proposal.Fact.Model.ShouldBe("package-text-128");
        proposal.Fact.Similarity.ShouldBeInRange(0.92, 1);
    }

    [Fact]
    public async Task Retracted_and_merged_patterns_are_not_proposed()
    {
        foreach (var id in (Ulid[])[A, B, C])
        {
            await LearnAsync(id, "Retry requests", "Wait longer.");
        }

        await AppendAsync(ObservationSamples.Id(50), A, new Retracted());
        await AppendAsync(ObservationSamples.Id(51), B, new MergeConfirmed { Other = C });
        (await FindAsync(A, B, C)).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<Singularity.Knowledge.Duplicates.DuplicateProposal>> FindAsync(params Ulid[] ids) => Database.Duplicates.FindAsync(ids, CancellationToken.None);

    private async Task LearnAsync(Ulid id, string title, string body, PatternKind? kind = null) => await Database.Store.AppendAsync(
        [ObservationSamples.Learn(id, new PatternContent { Kind = kind ?? PatternKind.Code, Title = title, Body = body })], enqueue: false, CancellationToken.None);

    private async Task AppendAsync(Ulid id, Ulid pattern, ObservationFact fact) => await Database.Store.AppendAsync(
        [ObservationSamples.Received(ObservationSamples.Observe(id, pattern, fact))], enqueue: false, CancellationToken.None);
}
