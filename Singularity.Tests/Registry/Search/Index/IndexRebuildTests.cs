using FsCheck;
using FsCheck.Fluent;
using Singularity.Embeddings;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class IndexRebuildTests
{
    private static readonly StaticEncoder Encoder = StaticEncoder.OpenDefault();

    private static readonly string[] Queries = ["wirecall requests", "parse json text", "jobs", "terminal colors", "huedo"];

    /// <summary>A change: which of the sample's packages, and what becomes of it: removed, put as it is, or put with another's summary.</summary>
    private static readonly Arbitrary<(int Package, int Summary)[]> Changes = Gen
        .Choose(0, NeedSample.Packages.Count - 1)
        .SelectMany(static package => Gen.Choose(-8, NeedSample.Packages.Count - 1), static (package, summary) => (package, summary))
        .ArrayOf().ToArbitrary();

    [Fact]
    public void Any_changes_leave_the_same_index_as_building_it_at_once() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Changes, static changes =>
    {
        using var changed = new SearchIndex(new IndexOptions(), Encoder);
        var expected = new SortedDictionary<string, IndexDocument>(StringComparer.Ordinal);
        foreach (var (package, summary) in changes)
        {
            var document = NeedSample.Packages[package];
            if (summary < 0)
            {
                changed.Remove([document.Id]);
                expected.Remove(document.Id);
            }
            else
            {
                document = document with { Summary = NeedSample.Packages[summary].Summary };
                changed.Put([document]);
                expected[document.Id] = document;
            }

            if (summary % 3 == 0)
            {
                changed.Settle();
            }
        }

        using var rebuilt = new SearchIndex(new IndexOptions(), Encoder);
        rebuilt.Put([.. expected.Values]);
        foreach (var query in Queries)
        {
            Hits(changed, query).ShouldBe(Hits(rebuilt, query));
        }
    }));

    [Fact]
    public void An_emptied_index_takes_what_an_empty_one_does_but_for_its_vectors()
    {
        using var index = new SearchIndex(new IndexOptions(), null);
        var before = index.Bytes;
        index.Put(NeedSample.Packages);
        index.Settle();
        index.Bytes.ShouldBeGreaterThan(before);
        index.Remove([.. NeedSample.Packages.Select(static p => p.Id)]);
        index.Settle();
        index.Bytes.ShouldBe(before);
    }

    private static List<string> Hits(SearchIndex index, string query) =>
        [.. index.Search(new IndexQuery(query, Limit: 100)).Select(static hit => $"{hit.Document.Id} {hit.Score:0.0000} {string.Join(' ', hit.Terms)}")];
}
