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

    /// <summary>Snippets that are read one by one; a word that most versions have would bring them all.</summary>
    private const int MostRead = 20_000;

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
        var packages = Packages();
        var ofPackages = need.Filter with { Version = null };
        var near = packages.Index.Search(new IndexQuery(need.Text, need.Mode, NearPackages, document => ofPackages.Accepts(document.Facts!))).Where(hit => hit.IsNear(options.Value))
            .Select(static hit => hit.Document.Id).ToHashSet(StringComparer.Ordinal);
        var sieve = new WordSieve(need.Text);
        var chosen = new PriorityQueue<Chosen, int>();
        var read = 0;
        foreach (var version in Versions(need.Filter, near, sieve, cancellationToken))
        {
            if (read >= MostRead)
            {
                break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (PackageKey.Parse(version.Key) is (var ecosystem, var name, { } number) && Facts(packages, ecosystem, name, number) is var (downloads, facts)
                && need.Filter.Accepts(facts) && database.Snippets.FindById(version.Key) is { } held)
            {
                var snippets = store.ToSnippets(held);
                read += snippets.Count;
                Choose(snippets, new Origin(version.Key, downloads, facts), version.IsNear, need.Filter, sieve, chosen);
            }
        }

        return [.. chosen.UnorderedItems.Select(static item => item.Element.ToDocument())];
    }

    private static void Choose(
        IReadOnlyList<Snippet> snippets, Origin origin, bool isNear, SearchFilter filter, WordSieve sieve, PriorityQueue<Chosen, int> chosen)
    {
        for (var number = 0; number < snippets.Count; number++)
        {
            var snippet = snippets[number];
            var found = sieve.CountIn(snippet.Title, snippet.Symbol, snippet.Description, snippet.Code);
            if ((found == 0 && !isNear) || !filter.Accepts(snippet.Kind, snippet.Language))
            {
                continue;
            }

            var one = new Chosen(snippet, number, origin);
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

    /// <summary>Versions whose snippets may answer: those of packages that do first, then by the words that they have, rare ones counting more.</summary>
    private List<(string Key, bool IsNear)> Versions(SearchFilter filter, HashSet<string> near, WordSieve sieve, CancellationToken cancellationToken)
    {
        var versions = new List<(string Key, bool IsNear, uint Words)>();
        foreach (var held in database.Snippets.FindAll())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (PackageKey.Parse(held.Id) is not (var ecosystem, var name, { } version)
                || (filter.Ecosystems is { Count: > 0 } only && !only.Contains(ecosystem))
                || (filter.Version is { } exact && exact != version))
            {
                continue;
            }

            var (isNear, words) = (near.Contains(PackageKey.For(ecosystem, name)), sieve.WordsIn(held.Json));
            if (isNear || words != 0)
            {
                versions.Add((held.Id, isNear, words));
            }
        }

        var weights = Enumerable.Range(0, sieve.Words)
            .Select(word => Math.Log(1 + ((double)versions.Count / (1 + versions.Count(version => (version.Words >> word & 1) != 0))))).ToArray();
        return
        [
            .. versions.OrderByDescending(static version => version.IsNear)
                .ThenByDescending(version => weights.Where((_, word) => (version.Words >> word & 1) != 0).Sum())
                .ThenBy(static version => version.Key, StringComparer.Ordinal)
                .Select(static version => (version.Key, version.IsNear)),
        ];
    }

    private (long Downloads, DocumentFacts Facts)? Facts(Held packages, Ecosystem ecosystem, string name, string version) =>
        packages.Documents.GetValueOrDefault(PackageKey.For(ecosystem, name)) is { } shown && shown.Facts!.Version == version
            ? (shown.Downloads, shown.Facts)
            : Record(ecosystem.PurlType(), name, version) is { } record ? (record.Downloads ?? 0, IndexDocuments.Facts(record)) : null;

    private PackageRecord? Record(string ecosystem, string name, string version) =>
        Ecosystems.TryParse(ecosystem, out var known) ? store.Find(PackageKey.For(known, name, version))?.Read() : null;

    private sealed record Held(SearchIndex Index, Dictionary<string, IndexDocument> Documents, long ReadAt);

    /// <summary>The version that snippets were cut from.</summary>
    private sealed record Origin(string Key, long Downloads, DocumentFacts Facts);

    private sealed record Chosen(Snippet Snippet, int Number, Origin From)
    {
        public IndexDocument ToDocument() => IndexDocuments.Of(Snippet, $"{From.Key}#{Number}", From.Downloads, From.Facts);
    }
}
