using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Search;
using Singularity.Registry.Search.Index;
using Singularity.Registry.Search.Vectors;

namespace Singularity.Registry.Storage.Embedded;

/// <summary>
/// Searches the embedded file: all packages by an index made when it is first asked, and of the snippets, which are too many to index for one question,
/// those that have a word of the query or belong to a package that answers it. No other model than the static one is asked, since its vectors are not kept.
/// </summary>
internal sealed class EmbeddedSearch(EmbeddedDatabase database, EmbeddedStore store, SearchModel model, IOptions<IndexOptions> options, TimeProvider timeProvider)
    : ISearchSource
{
    /// <summary>Packages whose snippets are looked at though no word of them is the query's.</summary>
    private const int NearPackages = 20;

    /// <summary>Snippets that are ranked.</summary>
    private const int MostSnippets = 1_000;

    /// <summary>For so long the index is taken for what the file holds: other processes write it too.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly SearchModel _model = model.WithoutOther();
    private readonly Lock _gate = new();
    private Held? _held;

    public ServedBy Name => ServedBy.Embedded;

    public Task<SearchFindings> FindPackagesAsync(SearchNeed need, CancellationToken cancellationToken) =>
        IndexSource.FindAsync(Packages().Index, _model, options.Value, need, document => need.Filter.Accepts(document.Facts!), cancellationToken);

    public async Task<SearchFindings> FindSnippetsAsync(SearchNeed need, CancellationToken cancellationToken)
    {
        using var index = new SearchIndex(options.Value.WithoutAnchors(), _model.Encoder);
        index.Put(Choose(need, cancellationToken));
        return await IndexSource.FindAsync(index, _model, options.Value, need, static _ => true, cancellationToken);
    }

    private Held Packages()
    {
        lock (_gate)
        {
            if (_held is null || timeProvider.GetElapsedTime(_held.ReadAt) > Lifetime)
            {
                var documents = database.Packages.FindAll().Select(Document).OfType<IndexDocument>().ToDictionary(static d => d.Id, StringComparer.Ordinal);
                var index = new SearchIndex(options.Value, _model.Encoder);
                index.Put([.. documents.Values]);
                index.Settle();
                _held = new Held(index, documents, timeProvider.GetTimestamp());
            }

            return _held;
        }
    }

    private IndexDocument? Document(EmbeddedPackage package) =>
        EmbeddedSearchFields.Read(package) ?? (Record(package.Ecosystem, package.Name, package.ShownVersion) is { } record ? IndexDocuments.Of(record) : null);

    private List<IndexDocument> Choose(SearchNeed need, CancellationToken cancellationToken)
    {
        var filter = need.Filter;
        var packages = Packages();
        var near = packages.Index.Search(new IndexQuery(need.Text, need.Mode, NearPackages)).Where(hit => hit.IsNear(options.Value))
            .Select(static hit => hit.Document.Id).ToHashSet(StringComparer.Ordinal);
        var words = new WordSieve(need.Text);
        var chosen = new PriorityQueue<Chosen, int>();
        foreach (var held in database.Snippets.FindAll())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PackageKey.Parse(held.Id) is not (var ecosystem, var name, { } version)
                || (filter.Ecosystems is { Count: > 0 } only && !only.Contains(ecosystem))
                || (filter.Version is { } exact && exact != version))
            {
                continue;
            }

            var isNear = near.Contains(PackageKey.For(ecosystem, name));
            if ((!isNear && !words.MayBeIn(held.Json)) || Facts(packages, ecosystem, name, version) is not var (downloads, facts) || !filter.Accepts(facts))
            {
                continue;
            }

            var snippets = store.ToSnippets(held);
            for (var number = 0; number < snippets.Count; number++)
            {
                var snippet = snippets[number];
                var found = words.CountIn(snippet.Title, snippet.Symbol, snippet.Description, snippet.Code);
                if ((found == 0 && !isNear) || !filter.Accepts(snippet.Kind, snippet.Language))
                {
                    continue;
                }

                var one = new Chosen(snippet, held.Id, number, downloads, facts);
                if (chosen.Count < MostSnippets)
                {
                    chosen.Enqueue(one, found);
                }
                else
                {
                    chosen.EnqueueDequeue(one, found);
                }
            }
        }

        return [.. chosen.UnorderedItems.Select(static item => item.Element.ToDocument())];
    }

    private (long Downloads, DocumentFacts Facts)? Facts(Held packages, Ecosystem ecosystem, string name, string version) =>
        packages.Documents.GetValueOrDefault(PackageKey.For(ecosystem, name)) is { } shown && shown.Facts!.Version == version
            ? (shown.Downloads, shown.Facts)
            : Record(ecosystem.PurlType(), name, version) is { } record ? (record.Downloads ?? 0, IndexDocuments.Facts(record)) : null;

    private PackageRecord? Record(string ecosystem, string name, string version) =>
        Ecosystems.TryParse(ecosystem, out var known) ? store.Find(PackageKey.For(known, name, version))?.Read() : null;

    private sealed record Held(SearchIndex Index, Dictionary<string, IndexDocument> Documents, long ReadAt);

    private sealed record Chosen(Snippet Snippet, string Version, int Number, long Downloads, DocumentFacts Facts)
    {
        public IndexDocument ToDocument() => IndexDocuments.Of(Snippet, $"{Version}#{Number}", Downloads, Facts);
    }
}
